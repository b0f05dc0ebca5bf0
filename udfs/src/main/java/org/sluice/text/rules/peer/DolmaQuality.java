package org.sluice.text.rules.peer;

import java.util.List;
import java.util.Set;
import org.sluice.base.Setting;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;

/**
 * Gopher's quality rules as dolma's tagger gopher_v1 measures them, with the limits of Dolma 1.x
 * (Soldaini et al. 2024): words lie between white space, and their median length counts.
 */
public record DolmaQuality(
    @Setting(help = "Fewest words", def = "50") double minWordCount,
    @Setting(help = "Most words", def = "100000") double maxWordCount,
    @Setting(help = "Smallest median length of words", def = "3") double minMedianWordLength,
    @Setting(help = "Largest median length of words", def = "10") double maxMedianWordLength,
    @Setting(help = "Largest share of words with # or …", def = "0.1") double maxSymbolToWordRatio,
    @Setting(help = "Smallest share of words with a letter", def = "0.8")
        double minAlphaWordFraction,
    @Setting(help = "Fewest required words, repeats counted", def = "2") double minRequiredWords,
    @Setting(help = "Largest share of lines that begin with * or -", def = "0.9")
        double maxBulletLines,
    @Setting(help = "Largest share of lines that end in …", def = "0.3") double maxEllipsisLines)
    implements DocumentProfile {

  public static final DolmaQuality USUAL =
      new DolmaQuality(50, 100_000, 3, 10, 0.1, 0.8, 2, 0.9, 0.3);

  static final Set<String> REQUIRED =
      Set.of("the", "be", "to", "of", "and", "that", "have", "with");

  private static final List<String> SCORES =
      List.of(
          "word_count",
          "median_word_length",
          "symbol_to_word_ratio",
          "fraction_of_words_with_alpha_character",
          "required_word_count",
          "fraction_of_lines_starting_with_bullet_point",
          "fraction_of_lines_ending_with_ellipsis");

  @Override
  public String name() {
    return "gopher-quality@dolma";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    List<String> words = document.words();
    List<String> lines = document.lines();
    double count = Math.max(1, words.size());
    double median = median(words);
    double symbols =
        words.stream().filter(w -> w.indexOf('#') >= 0 || w.indexOf('…') >= 0).count() / count;
    double letters = words.stream().filter(Document::hasLetter).count() / count;
    double required = words.stream().filter(REQUIRED::contains).count();
    double bullets =
        lines.stream().filter(line -> line.startsWith("*") || line.startsWith("-")).count()
            / (double) lines.size();
    double ellipses =
        lines.stream().filter(line -> line.endsWith("…")).count() / (double) lines.size();
    return new Checks()
        .atLeast(minWordCount, SCORES.get(0), words.size())
        .atMost(maxWordCount, SCORES.get(0), words.size())
        .atLeast(minMedianWordLength, SCORES.get(1), median)
        .atMost(maxMedianWordLength, SCORES.get(1), median)
        .atMost(maxSymbolToWordRatio, SCORES.get(2), symbols)
        .atLeast(minAlphaWordFraction, SCORES.get(3), letters)
        .atLeast(minRequiredWords, SCORES.get(4), required)
        .atMost(maxBulletLines, SCORES.get(5), bullets)
        .atMost(maxEllipsisLines, SCORES.get(6), ellipses)
        .judgement(
            name(),
            new Scores(
                SCORES, words.size(), median, symbols, letters, required, bullets, ellipses));
  }

  private static double median(List<String> words) {
    int[] lengths = words.stream().mapToInt(Document::length).sorted().toArray();
    int middle = lengths.length / 2;
    if (lengths.length == 0) {
      return 0;
    }
    return lengths.length % 2 == 1
        ? lengths[middle]
        : (lengths[middle - 1] + lengths[middle]) / 2.0;
  }
}
