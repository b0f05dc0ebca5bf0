package org.sluice.text.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.base.UserError;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.privacy.detect.Detector;
import org.sluice.text.privacy.detect.Detectors;
import org.sluice.text.privacy.detect.Finding;
import org.sluice.text.privacy.detect.Findings;
import org.sluice.text.privacy.detect.Page;
import org.sluice.text.privacy.ner.EntityFinder;
import org.sluice.text.privacy.ner.Tagger;

/**
 * Finds personal data and replaces it.
 *
 * <p>Where findings overlap, the one with the higher score stays, then the longer, then the
 * earlier. Safe for use by many threads; build one per JVM or partition from its (serialisable)
 * settings.
 */
public final class Redactor {
  /**
   * Searches go on between what was found, because a finding that is taken out can uncover another
   * beside it. Two rounds are the rule; the bound keeps hostile text linear.
   */
  private static final int ROUNDS = 6;

  private final Map<String, Mode> modes;
  private final List<Detector> detectors;
  private final boolean needsDigits;
  private final RedactorOptions options;
  private final Set<String> allowed;
  private final Replacement replacement;

  private Redactor(Map<String, Mode> modes, List<Detector> detectors, RedactorOptions options) {
    this.modes = modes;
    this.detectors = detectors;
    this.needsDigits = detectors.stream().allMatch(Detector::needsDigits);
    this.options = options;
    this.allowed =
        options.allow().stream().map(Redactor::canonical).collect(Collectors.toUnmodifiableSet());
    this.replacement = new Replacement(options.hashKey());
  }

  /**
   * A redactor for the entities named in {@code entities} (EMAIL, PHONE, ...), each in its own way.
   *
   * @throws UserError for an unknown entity (with the nearest name) or a hash mode without a key
   */
  public static Redactor of(Map<String, Mode> entities, RedactorOptions options) {
    return of(entities, options, text -> Tagger.shipped().find(text));
  }

  /**
   * The same with somebody else's finder of names and what else no pattern describes.
   *
   * @param finder safe for as many threads as the redactor shall serve
   */
  public static Redactor of(
      Map<String, Mode> entities, RedactorOptions options, EntityFinder finder) {
    RedactorOptions resolved = entities.containsValue(Mode.HASH) ? options.resolved() : options;
    if (entities.containsValue(Mode.HASH) && resolved.hashKey().isEmpty()) {
      throw UserError.of(
          "redaction mode hash needs a key",
          "name the environment variable that holds it: redact.hash_key_env: MY_KEY");
    }
    Map<String, Mode> modes = new TreeMap<>(entities);
    List<Detector> detectors = Detectors.of(modes.keySet(), resolved.phoneRegions(), finder);
    return new Redactor(modes, detectors, resolved);
  }

  /** What is found in {@code text}, in order of position, without overlaps. */
  public List<Span> find(String text) {
    return toSpans(text, findings(text));
  }

  /** The text with each finding replaced in its type's mode. */
  public Redaction redact(String text) {
    return document(text).redact(text);
  }

  /**
   * A document of several texts, such as the turns of a conversation: the same original gets the
   * same made-up value in all of them.
   *
   * @param texts what the made-up values depend on
   */
  public Document document(String... texts) {
    return new Document(replacement.fakes(texts));
  }

  /** Texts that share their made-up values. Of use to one thread, in the order of the texts. */
  public final class Document {
    private final Fakes fakes;

    private Document(Fakes fakes) {
      this.fakes = fakes;
    }

    /** A text with each finding replaced in its type's mode. */
    public Redaction redact(String text) {
      List<Finding> findings = findings(text);
      if (findings.isEmpty()) {
        return new Redaction(text, List.of());
      }
      StringBuilder redacted = new StringBuilder(text.length());
      int kept = 0;
      for (Finding finding : findings) {
        redacted.append(text, kept, finding.start());
        String found = text.substring(finding.start(), finding.end());
        redacted.append(replacement.of(modes.get(finding.type()), finding.type(), found, fakes));
        kept = finding.end();
      }
      redacted.append(text, kept, text.length());
      return new Redaction(redacted.toString(), toSpans(text, findings));
    }
  }

  private List<Finding> findings(String text) {
    Page page = Page.of(text);
    if (page.isPlain() && needsDigits) {
      return List.of();
    }
    List<Finding> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Findings findings = new Findings(options::minScore);
      for (Detector detector : detectors) {
        detector.find(page, findings);
      }
      List<Finding> resolved = findings.resolved();
      if (!allowed.isEmpty()) {
        resolved = notAllowed(resolved, text);
      }
      if (resolved.isEmpty()) {
        break;
      }
      all.addAll(resolved);
      page = page.without(resolved);
    }
    all.sort(Finding.BY_POSITION);
    return all;
  }

  private List<Finding> notAllowed(List<Finding> findings, String text) {
    return findings.stream()
        .filter(found -> !allowed.contains(canonical(text.substring(found.start(), found.end()))))
        .toList();
  }

  private static String canonical(String value) {
    return LowerCase.of(value.strip());
  }

  private static List<Span> toSpans(String text, List<Finding> findings) {
    List<Span> spans = new ArrayList<>(findings.size());
    int units = 0;
    int points = 0;
    for (Finding finding : findings) {
      points += text.codePointCount(units, finding.start());
      int length = text.codePointCount(finding.start(), finding.end());
      spans.add(new Span(finding.type(), points, points + length, finding.score()));
      points += length;
      units = finding.end();
    }
    return spans;
  }
}
