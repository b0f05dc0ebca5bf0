package org.sluice.text.rules.peer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.base.Setting;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;
import org.sluice.text.words.Language;
import org.sluice.text.words.WordSplitter;

/**
 * The filters of ROOTS (Laurençon et al. 2022) with BigScience's limits for Chinese or English.
 * They measure the text as its data preparation would have left it, without addresses and long
 * words in English; the text itself stays. Chinese words are jieba's, or the pieces of a
 * SentencePiece model as theirs were. Flagged words, language and perplexity have settings of their
 * own. A limit of 0 switches its rule off.
 */
public record Roots(
    Variant variant,
    @Setting(help = "Fewest words", def = "1 (zh), 20 (en)") double minWords,
    @Setting(help = "Most words", def = "1000000 (zh), 100000 (en)") double maxWords,
    @Setting(help = "Characters of the n-grams whose repeats are counted", def = "3, 10")
        double characterGram,
    @Setting(help = "Largest share of repeated n-grams of characters", def = "0.2, 0.106")
        double maxCharacterRepetition,
    @Setting(help = "Words of the n-grams whose repeats are counted", def = "5") double wordGram,
    @Setting(help = "Largest share of repeated n-grams of words", def = "0.96, 0.19")
        double maxWordRepetition,
    @Setting(help = "Largest share of special characters", def = "0.3, 0.4")
        double maxSpecialCharacters,
    @Setting(help = "Smallest share of stop words", def = "0.1691, 0.3") double minStopWords,
    Pieces pieces) // of Chinese; null: jieba's words
    implements DocumentProfile {

  /** Cuts a text as a SentencePiece model does. */
  @FunctionalInterface
  public interface Pieces extends Serializable {
    List<String> of(String text);
  }

  /** Which language's limits. */
  enum Variant {
    CHINESE("roots-zh@bigscience"),
    ENGLISH("roots-en@bigscience");

    private final String profile;

    Variant(String profile) {
      this.profile = profile;
    }
  }

  public static final Roots CHINESE =
      new Roots(Variant.CHINESE, 1, 1_000_000, 3, 0.2, 5, 0.96, 0.3, 0.1691, null);
  public static final Roots ENGLISH =
      new Roots(Variant.ENGLISH, 20, 100_000, 10, 0.106, 5, 0.19, 0.4, 0.3, null);

  private static final Set<String> CHINESE_STOP_WORDS = StopWords.rootsChinese();
  private static final Set<String> ENGLISH_STOP_WORDS = StopWords.rootsEnglish();
  private static final List<String> SCORES =
      List.of(
          "number_words",
          "character_repetition_ratio",
          "word_repetition_ratio",
          "special_characters_ratio",
          "stopwords_ratio");

  @Override
  public String name() {
    return variant.profile;
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    String text = RootsText.tidied(document.text());
    text = variant == Variant.CHINESE ? text : RootsText.withoutAddresses(text);
    List<String> words = RootsText.words(split(text));
    double characters = characterRepetition(text, (int) characterGram);
    double repetition = wordRepetition(words, (int) wordGram);
    double special = special(text);
    double stops = stops(words);
    return new Checks()
        .atLeastUnlessZero(minWords, SCORES.get(0), words.size())
        .atMostUnlessZero(maxWords, SCORES.get(0), words.size())
        .atMostUnlessZero(maxCharacterRepetition, SCORES.get(1), characters)
        .atMostUnlessZero(maxWordRepetition, SCORES.get(2), repetition)
        .atMostUnlessZero(maxSpecialCharacters, SCORES.get(3), special)
        .atLeastUnlessZero(minStopWords, SCORES.get(4), stops)
        .judgement(
            name(), new Scores(SCORES, words.size(), characters, repetition, special, stops));
  }

  /** The same rules for the words that a SentencePiece model gives, as BigScience has them. */
  public Roots with(Pieces words) {
    return new Roots(
        variant,
        minWords,
        maxWords,
        characterGram,
        maxCharacterRepetition,
        wordGram,
        maxWordRepetition,
        maxSpecialCharacters,
        minStopWords,
        words);
  }

  private List<String> split(String text) {
    if (variant == Variant.ENGLISH) {
      return RootsText.parts(text);
    }
    String normalized = RootsText.normalized(text);
    return pieces == null
        ? WordSplitter.of(Language.CHINESE, List.of()).words(normalized)
        : pieces.of(normalized);
  }

  /** Of the n-grams by frequency the first sqrt(different), as far as they occur twice. */
  private static double characterRepetition(String text, int n) {
    int[] points = text.codePoints().toArray();
    if (points.length < n) {
      return 0;
    }
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= points.length; i++) {
      counts.merge(new String(points, i, n), 1, Integer::sum);
    }
    int[] frequencies = counts.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    long repeated = Arrays.stream(frequencies).filter(count -> count > 1).count();
    int first = (int) Math.min(Math.floor(Math.sqrt(frequencies.length)), repeated);
    long sum = 0;
    for (int i = 0; i < first; i++) {
      sum += frequencies[frequencies.length - 1 - i];
    }
    return sum / (double) (points.length - n + 1);
  }

  private static double wordRepetition(List<String> words, int n) {
    WordGrams grams = new WordGrams(words);
    for (int i = 1; i < n; i++) {
      grams.next();
    }
    long repeated = 0;
    for (int w = 0; w < grams.size(); w++) {
      repeated += grams.count(w) > 1 ? 1 : 0;
    }
    return grams.size() == 0 ? 0 : repeated / (double) grams.size();
  }

  /** Of words and, in Chinese, of pairs of them written together; at most 1. */
  private double stops(List<String> words) {
    if (words.isEmpty()) {
      return 0;
    }
    boolean chinese = variant == Variant.CHINESE;
    Set<String> stopWords = chinese ? CHINESE_STOP_WORDS : ENGLISH_STOP_WORDS;
    long stops = words.stream().filter(stopWords::contains).count();
    for (int i = 1; chinese && i < words.size(); i++) {
      stops += stopWords.contains(words.get(i - 1) + words.get(i)) ? 1 : 0;
    }
    return Math.min(1, stops / (double) words.size());
  }

  private static double special(String text) {
    long special = text.codePoints().filter(RootsText::isSpecial).count();
    return special / (double) Math.max(1, Document.length(text));
  }
}
