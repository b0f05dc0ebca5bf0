package org.sluice.text.rules;

import static org.sluice.text.rules.Checks.share;

import java.util.List;
import org.sluice.base.Setting;

/**
 * Gopher's quality rules (Rae et al. 2021, section A1.1) as datatrove applies them. A limit of 0
 * switches its rule off.
 */
public record GopherQuality(
    @Setting(help = "Fewest words that are not punctuation alone", def = "50") double minDocWords,
    @Setting(help = "Most words that are not punctuation alone", def = "100000") double maxDocWords,
    @Setting(help = "Smallest mean length of those words, in characters", def = "3")
        double minAvgWordLength,
    @Setting(help = "Largest mean length of those words, in characters", def = "10")
        double maxAvgWordLength,
    @Setting(help = "Most # or, counted alone, ellipses a word", def = "0.1")
        double maxSymbolWordRatio,
    @Setting(help = "Largest share of lines that begin with a bullet", def = "0.9")
        double maxBulletLinesRatio,
    @Setting(help = "Largest share of lines that end in an ellipsis", def = "0.3")
        double maxEllipsisLinesRatio,
    @Setting(help = "Smallest share of words that hold a letter", def = "0.8")
        double minAlphaWordsRatio,
    @Setting(help = "Fewest different stop words", def = "2") double minStopWords)
    implements Profile {

  /** With datatrove's limits. */
  public static final GopherQuality DATATROVE =
      new GopherQuality(50, 100_000, 3, 10, 0.1, 0.9, 0.3, 0.8, 2);

  static final List<String> STOP_WORDS =
      List.of("the", "be", "to", "of", "and", "that", "have", "with");

  private static final List<String> SCORES =
      List.of(
          "n_words",
          "n_non_symbol_words",
          "avg_word_length",
          "hash_ratio",
          "ellipsis_ratio",
          "n_lines",
          "bullet_lines_ratio",
          "end_ellipsis_lines_ratio",
          "alpha_words_ratio",
          "stop_words");

  @Override
  public String name() {
    return "gopher-quality@datatrove";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Measures document) {
    WordMeasures words = document.words;
    LineMeasures lines = document.lines;
    double meanLength = share(words.properWordCharacters, words.properWords);
    double hashes = share(lines.hashes, words.words);
    double ellipses = share(lines.ellipses, words.words);
    double bullets = share(lines.bulletLines, lines.lines);
    double ellipsisLines = share(lines.ellipsisLines, lines.lines);
    double withLetter = share(words.wordsWithLetter, words.words);
    return new Checks()
        .atLeastUnlessZero(minDocWords, "gopher_short_doc", words.properWords)
        .atMostUnlessZero(maxDocWords, "gopher_long_doc", words.properWords)
        .atLeastUnlessZero(minAvgWordLength, "gopher_below_avg_threshold", meanLength)
        .atMostUnlessZero(maxAvgWordLength, "gopher_above_avg_threshold", meanLength)
        .atMostUnlessZero(maxSymbolWordRatio, "gopher_too_many_hashes", hashes)
        .atMostUnlessZero(maxSymbolWordRatio, "gopher_too_many_ellipsis", ellipses)
        .atMostUnlessZero(maxBulletLinesRatio, "gopher_too_many_bullets", bullets)
        .atMostUnlessZero(maxEllipsisLinesRatio, "gopher_too_many_end_ellipsis", ellipsisLines)
        .atLeastUnlessZero(minAlphaWordsRatio, "gopher_below_alpha_threshold", withLetter)
        .atLeastUnlessZero(minStopWords, "gopher_enough_stop_words", words.stopWords)
        .judgement(
            name(),
            new Scores(
                SCORES,
                words.words,
                words.properWords,
                meanLength,
                hashes,
                ellipses,
                lines.lines,
                bullets,
                ellipsisLines,
                withLetter,
                words.stopWords));
  }
}
