package org.sluice.text.rules;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.base.Nearest;
import org.sluice.text.rules.peer.Roots;
import org.sluice.text.words.Language;

/**
 * Judges documents by several profiles, splitting each into words once. Immutable and serialisable;
 * any number of threads may use one.
 */
public final class Judge implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ThreadLocal<Measures> MEASURES = ThreadLocal.withInitial(Measures::new);

  private final List<Profile> profiles;
  private final double shortLine;
  private final boolean shared; // some profile lives on the shared measures

  private Judge(List<Profile> profiles) {
    this.profiles = profiles;
    this.shared = profiles.stream().anyMatch(profile -> !(profile instanceof DocumentProfile));
    this.shortLine =
        profiles.stream()
            .filter(FineWeb.class::isInstance)
            .mapToDouble(profile -> ((FineWeb) profile).shortLineLength())
            .findFirst()
            .orElse(FineWeb.DATATROVE.shortLineLength());
  }

  /**
   * A judge by the named profiles.
   *
   * @param profiles names as in {@link Profiles#names()}, in the order in which they judge
   * @param limits profile name to changed limits, see {@link Profiles#limits}; may be empty
   * @throws IllegalArgumentException for a profile or a limit that does not exist, with the nearest
   *     name, and for a profile named twice
   */
  public static Judge of(List<String> profiles, Map<String, Map<String, Double>> limits) {
    List<Profile> chosen = new ArrayList<>();
    for (String name : profiles) {
      Profile profile = Profiles.with(Profiles.named(name), limits.getOrDefault(name, Map.of()));
      Check.that(
          chosen.stream().noneMatch(earlier -> earlier.name().equals(name)),
          "Profile '%s' is named twice",
          name);
      chosen.add(profile);
    }
    for (String name : limits.keySet()) {
      Check.that(
          profiles.contains(name),
          "Limits are given for profile '%s', which is not used; nearest used profile: '%s'",
          name,
          Nearest.to(name, profiles));
    }
    return new Judge(List.copyOf(chosen));
  }

  /** The same judge, whose Chinese words of ROOTS are the pieces of a SentencePiece model. */
  public Judge withPieces(Roots.Pieces pieces) {
    List<Profile> chosen = new ArrayList<>(profiles);
    chosen.replaceAll(
        profile ->
            profile instanceof Roots roots && roots.name().equals(Roots.CHINESE.name())
                ? roots.with(pieces)
                : profile);
    return new Judge(List.copyOf(chosen));
  }

  public List<Profile> profiles() {
    return profiles;
  }

  /** Column names of all scores: {@code gopher_quality__avg_word_length} and so on. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (Profile profile : profiles) {
      String prefix = prefix(profile);
      profile.scoreNames().forEach(score -> columns.add(prefix + score));
    }
    return columns;
  }

  /** The profile's name, without the peer where no other peer's variant of it judges too. */
  private String prefix(Profile profile) {
    String base = profile.name().split("@", 2)[0];
    boolean alone =
        profiles.stream().filter(other -> other.name().split("@", 2)[0].equals(base)).count() == 1;
    return (alone ? base : profile.name()).replaceAll("[-@]", "_") + "__";
  }

  /** Whether some profile changes the text of documents that it keeps. */
  public boolean rewrites() {
    return profiles.stream().anyMatch(Profile::rewrites);
  }

  /** The values for {@link #columns()}; NaN where a measure is not defined. */
  public double[] values(List<Judgement> judgements) {
    int size = profiles.stream().mapToInt(profile -> profile.scoreNames().size()).sum();
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN); // where an earlier profile has dropped the document
    int at = 0;
    for (Judgement judgement : judgements) {
      for (int i = 0; i < judgement.scores().names().size(); i++) {
        values[at++] = judgement.scores().value(i);
      }
    }
    return values;
  }

  /**
   * Judges one document by one profile after another, each on the text that the one before it left;
   * ends behind the first that drops it.
   */
  public List<Judgement> judgeInTurn(String text, String language) {
    List<Judgement> judgements = new ArrayList<>(profiles.size());
    String current = text;
    for (Profile profile : profiles) {
      Judgement judgement = judge(profile, current, language);
      judgements.add(judgement);
      if (!judgement.keep()) {
        break;
      }
      current = judgement.text() == null ? current : judgement.text();
    }
    return judgements;
  }

  /**
   * Judges one document: a judgement for each profile, in their order, each on the whole text.
   *
   * @param text the document; null is taken as empty
   * @param language code of its language, see {@link Language#of}
   */
  public List<Judgement> judge(String text, String language) {
    String whole = text == null ? "" : text;
    Measures measures = MEASURES.get();
    if (shared && !measures.measure(whole, Language.of(language), shortLine)) {
      MEASURES.remove(); // a giant must not hold on to its room
    }
    measures.read(whole, language);
    List<Judgement> judgements = new ArrayList<>(profiles.size());
    for (Profile profile : profiles) {
      judgements.add(profile.judge(measures));
    }
    measures.forget();
    return judgements;
  }

  private Judgement judge(Profile profile, String text, String language) {
    if (profile instanceof DocumentProfile alone) {
      return alone.judge(new Document(text, language));
    }
    Measures measures = MEASURES.get();
    if (!measures.measure(text, Language.of(language), shortLine)) {
      MEASURES.remove();
    }
    return profile.judge(measures);
  }
}
