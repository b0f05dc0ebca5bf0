package org.sluice.text.rules.peer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sluice.base.Setting;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;

/**
 * The filters of NeMo Curator on repetition (config/heuristic_filter_en.yaml): shares of different
 * lines and paragraphs, and of characters that repeated n-grams take with their blanks.
 */
public record NemoRepetition(
    @Setting(help = "Smallest share of different lines", def = "0.7") double minUniqueLines,
    @Setting(help = "The same of paragraphs", def = "0.7") double minUniqueParagraphs,
    @Setting(help = "Smallest share of characters in different lines", def = "0.8")
        double minUniqueLineCharacters,
    @Setting(help = "The same of paragraphs", def = "0.8") double minUniqueParagraphCharacters,
    @Setting(help = "Limits on repeated runs of words") GramLimits grams)
    implements DocumentProfile {

  public static final NemoRepetition USUAL =
      new NemoRepetition(0.7, 0.7, 0.8, 0.8, GramLimits.GOPHER);

  /** Scores that are shares of different lines and paragraphs. */
  private static final int UNIQUE = 4;

  private static final List<String> SCORES =
      List.of(
          "RepeatedLinesFilter",
          "RepeatedParagraphsFilter",
          "RepeatedLinesByCharFilter",
          "RepeatedParagraphsByCharFilter",
          "RepeatingTop2GramsFilter",
          "RepeatingTop3GramsFilter",
          "RepeatingTop4GramsFilter",
          "RepeatingDuplicate5GramsFilter",
          "RepeatingDuplicate6GramsFilter",
          "RepeatingDuplicate7GramsFilter",
          "RepeatingDuplicate8GramsFilter",
          "RepeatingDuplicate9GramsFilter",
          "RepeatingDuplicate10GramsFilter");

  @Override
  public String name() {
    return "gopher-repetition@nemo";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    double[] scores = new double[SCORES.size()];
    unique(document.lines().stream().filter(line -> !line.isBlank()).toList(), 0, scores);
    unique(List.of(document.text().split("\n\n", -1)), 1, scores);
    List<String> words = NemoQuality.words(document);
    WordGrams runs = new WordGrams(words);
    double length = Math.max(1, Document.length(document.text()));
    for (int n = 2; n <= 10; n++) {
      runs.next();
      // too few words are as bad as can be
      double worst = 1;
      if (runs.size() > 0) {
        worst =
            n <= 4
                ? top(document.text(), words, runs, n) / length
                : repeats(runs, words, n) / length;
      }
      scores[n + 2] = worst;
    }
    double[] limits =
        grams.behind(
            minUniqueLines,
            minUniqueParagraphs,
            minUniqueLineCharacters,
            minUniqueParagraphCharacters);
    Checks checks = new Checks();
    for (int i = 0; i < limits.length; i++) {
      if (i < UNIQUE) {
        checks.atLeast(limits[i], SCORES.get(i), scores[i]);
      } else {
        checks.atMost(limits[i], SCORES.get(i), scores[i]);
      }
    }
    return checks.judgement(name(), new Scores(SCORES, scores));
  }

  private static void unique(List<String> parts, int at, double[] scores) {
    Set<String> different = new LinkedHashSet<>(parts);
    scores[at] = Checks.share(different.size(), parts.size());
    scores[at + 2] =
        Checks.share(
            different.stream().mapToLong(Document::length).sum(),
            parts.stream().mapToLong(Document::length).sum());
  }

  /** Characters that go when the commonest n-gram, joined by blanks, is taken out everywhere. */
  private static long top(String text, List<String> words, WordGrams grams, int n) {
    int best = grams.mostFrequent();
    String gram = String.join(" ", words.subList(best, best + n));
    return DclmQuality.occurrences(text, gram) * Document.length(gram);
  }

  /** Characters of repeated n-grams that no repeated one before them has counted, and blanks. */
  private static long repeats(WordGrams grams, List<String> words, int n) {
    long characters = 0;
    int overlap = 0;
    for (int w = 0; w < grams.size(); w++) {
      if (!grams.isFirst(w)) {
        for (int k = overlap; k < n; k++) {
          characters += Document.length(words.get(w + k));
        }
        characters += Math.min(n - overlap, n - 1);
        overlap = n;
      }
      overlap = Math.max(overlap - 1, 0);
    }
    return characters;
  }
}
