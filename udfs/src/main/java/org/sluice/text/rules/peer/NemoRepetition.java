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
    @Setting(help = "Largest share of characters in the commonest pair of words", def = "0.2")
        double maxTop2,
    @Setting(help = "The same of three words", def = "0.18") double maxTop3,
    @Setting(help = "The same of four words", def = "0.16") double maxTop4,
    @Setting(help = "Largest share of characters in repeated runs of 5 words", def = "0.15")
        double maxDuplicate5,
    @Setting(help = "The same of 6 words", def = "0.14") double maxDuplicate6,
    @Setting(help = "The same of 7 words", def = "0.13") double maxDuplicate7,
    @Setting(help = "The same of 8 words", def = "0.12") double maxDuplicate8,
    @Setting(help = "The same of 9 words", def = "0.11") double maxDuplicate9,
    @Setting(help = "The same of 10 words", def = "0.10") double maxDuplicate10)
    implements DocumentProfile {

  public static final NemoRepetition USUAL =
      new NemoRepetition(0.7, 0.7, 0.8, 0.8, 0.2, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10);

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
    WordGrams grams = new WordGrams(words);
    double length = Math.max(1, Document.length(document.text()));
    for (int n = 2; n <= 10; n++) {
      grams.next();
      // too few words are as bad as can be
      double worst = 1;
      if (grams.size() > 0) {
        worst =
            n <= 4
                ? top(document.text(), words, grams, n) / length
                : repeats(grams, words, n) / length;
      }
      scores[n + 2] = worst;
    }
    double[] least = {
      minUniqueLines, minUniqueParagraphs, minUniqueLineCharacters, minUniqueParagraphCharacters
    };
    double[] most = {
      maxTop2,
      maxTop3,
      maxTop4,
      maxDuplicate5,
      maxDuplicate6,
      maxDuplicate7,
      maxDuplicate8,
      maxDuplicate9,
      maxDuplicate10
    };
    Checks checks = new Checks();
    for (int i = 0; i < SCORES.size(); i++) {
      if (i < least.length) {
        checks.atLeast(least[i], SCORES.get(i), scores[i]);
      } else {
        checks.atMost(most[i - least.length], SCORES.get(i), scores[i]);
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
