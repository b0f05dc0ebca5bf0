package org.sluice.text.rules.peer;

import java.util.List;
import java.util.function.Predicate;
import org.sluice.base.Setting;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;

/** Gopher's quality rules as DCLM applies them for RefinedWeb (Li et al. 2024, appendix). */
public record DclmQuality(
    @Setting(help = "Fewest words that begin with a letter or a number", def = "50")
        double minWords,
    @Setting(help = "Most such words", def = "100000") double maxWords,
    @Setting(help = "Smallest mean length of words", def = "3") double minMeanWordLength,
    @Setting(help = "Largest mean length of words", def = "10") double maxMeanWordLength,
    @Setting(help = "Most # and ellipses a word", def = "0.1") double maxSymbolRatio,
    @Setting(help = "Largest share of lines that begin with a bullet", def = "0.9")
        double maxBulletRatio,
    @Setting(help = "Largest share of lines that end in an ellipsis", def = "0.3")
        double maxEllipsisRatio,
    @Setting(help = "Largest share of words without a letter", def = "0.2")
        double maxNonAlphabeticRatio,
    @Setting(help = "Fewest stop words, repeats counted", def = "2") double minStopWords)
    implements DocumentProfile {

  public static final DclmQuality USUAL =
      new DclmQuality(50, 100_000, 3, 10, 0.1, 0.9, 0.3, 0.2, 2);

  private static final List<String> BULLETS = List.of("●", "•", "*", "-");
  private static final List<String> ELLIPSES = List.of("...", ". . .", "…");
  private static final List<String> SYMBOLS = List.of("#", "...", ". . .", "…");
  private static final List<String> SCORES =
      List.of(
          "page_length_filter",
          "word_length_filter",
          "symbol_ratio_filter",
          "bullet_count_filter",
          "ellipsis_count_filter",
          "alphabetic_word_ratio_filter",
          "stop_word_filter");

  @Override
  public String name() {
    return "gopher-quality@dclm";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    String text = document.text();
    List<String> words = document.words();
    List<String> lines = DclmWords.segments(text, "\n");
    double length = DclmWords.count(text);
    double count = words.size();
    // no words at all is broken by every rule that divides by them, so 0 words measure the worst
    double mean = count == 0 ? 0 : words.stream().mapToLong(Document::length).sum() / count;
    long symbols = SYMBOLS.stream().mapToLong(symbol -> occurrences(text, symbol)).sum();
    double symbolRatio = count == 0 ? Double.POSITIVE_INFINITY : symbols / count;
    double bullets = share(lines, line -> BULLETS.stream().anyMatch(line::startsWith));
    double ellipses = share(lines, line -> ELLIPSES.stream().anyMatch(line::endsWith));
    double unlettered =
        count == 0 ? 1 : words.stream().filter(w -> !Document.hasLetter(w)).count() / count;
    double stopWords =
        words.stream().filter(word -> DolmaQuality.REQUIRED.contains(LowerCase.of(word))).count();
    return new Checks()
        .atLeast(minWords, SCORES.get(0), length)
        .atMost(maxWords, SCORES.get(0), length)
        .atLeast(minMeanWordLength, SCORES.get(1), mean)
        .atMost(maxMeanWordLength, SCORES.get(1), mean)
        .atMost(maxSymbolRatio, SCORES.get(2), symbolRatio)
        .atMost(maxBulletRatio, SCORES.get(3), bullets)
        .atMost(maxEllipsisRatio, SCORES.get(4), ellipses)
        .atMost(maxNonAlphabeticRatio, SCORES.get(5), unlettered)
        .atLeast(minStopWords, SCORES.get(6), stopWords)
        .judgement(
            name(),
            new Scores(
                SCORES,
                length,
                mean,
                count == 0 ? Double.NaN : symbolRatio,
                bullets,
                ellipses,
                unlettered,
                stopWords));
  }

  private static double share(List<String> lines, Predicate<String> holds) {
    return lines.isEmpty() ? 0 : lines.stream().filter(holds).count() / (double) lines.size();
  }

  /** Without overlap. */
  static long occurrences(String text, String part) {
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}
