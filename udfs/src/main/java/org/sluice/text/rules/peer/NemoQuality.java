package org.sluice.text.rules.peer;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.base.Setting;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;
import org.sluice.text.words.Language;
import org.sluice.text.words.WordSplitter;

/**
 * The heuristic filters of NeMo Curator for English (config/heuristic_filter_en.yaml) but for those
 * on repetition, which are {@link NemoRepetition}. Lines with text are its sentences.
 */
public record NemoQuality(
    @Setting(
            help = "Largest share of characters that are no letters, digits or . , ! ?",
            def = "0.25")
        double maxNonAlphaNumeric,
    @Setting(help = "Largest share of words that are symbols", def = "0.1") double maxSymbols,
    @Setting(help = "Largest share of digits", def = "0.15") double maxNumbers,
    @Setting(help = "Largest share of characters in URLs", def = "0.2") double maxUrls,
    @Setting(help = "Largest share of white space", def = "0.25") double maxWhiteSpace,
    @Setting(help = "Largest share of brackets", def = "0.1") double maxParentheses,
    @Setting(help = "Largest share of paragraphs of boilerplate", def = "0.4")
        double maxBoilerplate,
    @Setting(help = "Fewest words", def = "50") double minWords,
    @Setting(help = "Most words", def = "100000") double maxWords,
    @Setting(help = "Largest share of lines without an end mark", def = "0.85")
        double maxUnterminated,
    @Setting(help = "Smallest share of words with a letter", def = "0.8") double minAlphabetic,
    @Setting(help = "Fewest common English words", def = "2") double minCommonWords,
    @Setting(help = "Smallest mean length of words", def = "3") double minMeanWordLength,
    @Setting(help = "Largest mean length of words", def = "10") double maxMeanWordLength,
    @Setting(help = "Longest word", def = "1000") double maxWordLength,
    @Setting(help = "Largest share of lines that end in an ellipsis", def = "0.3")
        double maxEllipses,
    @Setting(help = "Largest share of lines that begin with a bullet", def = "0.9")
        double maxBullets)
    implements DocumentProfile {

  public static final NemoQuality USUAL =
      new NemoQuality(
          0.25, 0.1, 0.15, 0.2, 0.25, 0.1, 0.4, 50, 100_000, 0.85, 0.8, 2, 3, 10, 1000, 0.3, 0.9);

  private static final Set<String> ELLIPSES =
      Set.of("...", "[...]", "…", "(...)", "[…]", "-»", "read more..", "read more");
  private static final List<String> POLICY =
      List.of(
          "terms of use",
          "privacy policy",
          "cookie policy",
          "uses cookies",
          "privacy overview",
          "use of cookies",
          "use cookies",
          "privacy & cookies policy",
          "privacy and cookies policy",
          "necessary cookies are absolutely essential for the website to function properly");
  private static final String BULLETS = "•‣⁃⁌⁍∙○●◘◦⦾⦿";
  private static final String END_MARKS = ".?!\"'";
  private static final Pattern URL =
      Pattern.compile("https?://(?:[A-Za-z0-9$\\-_@.&+/:=?#~!*(),]++|%[0-9A-Fa-f]{2})++");
  private static final Pattern HASHES = Pattern.compile("#+");
  private static final List<String> SCORES =
      List.of(
          "NonAlphaNumericFilter",
          "SymbolsToWordsFilter",
          "NumbersFilter",
          "UrlsFilter",
          "WhiteSpaceFilter",
          "ParenthesesFilter",
          "BoilerPlateStringFilter",
          "WordCountFilter",
          "PunctuationFilter",
          "WordsWithoutAlphabetsFilter",
          "CommonEnglishWordsFilter",
          "MeanWordLengthFilter",
          "LongWordFilter",
          "EllipsisFilter",
          "BulletsFilter");

  @Override
  public String name() {
    return "gopher-quality@nemo";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    String text = document.text();
    List<String> words = words(document);
    List<String> lines = document.lines().stream().filter(line -> !line.isBlank()).toList();
    double[] scores = new double[SCORES.size()];
    characters(text, scores);
    scores[1] = share(words, NemoQuality::isSymbol);
    scores[3] = urls(text) / (double) Math.max(1, Document.length(text));
    scores[6] = boilerplate(text);
    scores[7] = words.size();
    scores[8] = share(lines, line -> END_MARKS.indexOf(last(line.strip())) < 0);
    scores[9] = share(words, Document::hasLetter);
    scores[10] = words.stream().filter(DolmaQuality.REQUIRED::contains).count();
    scores[11] = words.stream().mapToInt(Document::length).average().orElse(Double.NaN);
    scores[12] = words.stream().mapToInt(Document::length).max().orElse(0);
    scores[13] = share(lines, NemoQuality::endsInEllipsis);
    scores[14] = share(lines, line -> BULLETS.indexOf(line.strip().charAt(0)) >= 0);
    return checks(scores).judgement(name(), new Scores(SCORES, scores));
  }

  private Checks checks(double[] scores) {
    return new Checks()
        .atMost(maxNonAlphaNumeric, SCORES.get(0), scores[0])
        .atMost(maxSymbols, SCORES.get(1), scores[1])
        .atMost(maxNumbers, SCORES.get(2), scores[2])
        .atMost(maxUrls, SCORES.get(3), scores[3])
        .atMost(maxWhiteSpace, SCORES.get(4), scores[4])
        .atMost(maxParentheses, SCORES.get(5), scores[5])
        .atMost(maxBoilerplate, SCORES.get(6), scores[6])
        .atLeast(minWords, SCORES.get(7), scores[7])
        .atMost(maxWords, SCORES.get(7), scores[7])
        .atMost(maxUnterminated, SCORES.get(8), scores[8])
        .atLeast(minAlphabetic, SCORES.get(9), scores[9])
        .atLeast(minCommonWords, SCORES.get(10), scores[10])
        .atLeast(minMeanWordLength, SCORES.get(11), scores[11])
        .atMost(maxMeanWordLength, SCORES.get(11), scores[11])
        .atMost(maxWordLength, SCORES.get(12), scores[12])
        .atMost(maxEllipses, SCORES.get(13), scores[13])
        .atMost(maxBullets, SCORES.get(14), scores[14]);
  }

  static List<String> words(Document document) {
    return Language.of(document.language()) == Language.CHINESE
        ? WordSplitter.of(Language.CHINESE, List.of()).words(document.text())
        : document.words();
  }

  private static void characters(String text, double[] scores) {
    double length = Math.max(1, Document.length(text));
    int other = 0;
    int digits = 0;
    int blanks = 0;
    int brackets = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '\n'
              || c == '?'
              || c == '!'
              || c == ','
              || c == '.';
      other += plain ? 0 : 1;
      digits += c >= '0' && c <= '9' ? 1 : 0;
      blanks += c == '\t' || c == '\n' || c == '\r' || c == '\b' || c == ' ' ? 1 : 0;
      brackets += "{}⟨⟩[]()".indexOf(c) >= 0 ? 1 : 0;
    }
    scores[0] = text.isEmpty() ? 1 : other / length;
    scores[2] = digits / length;
    scores[4] = blanks / length;
    scores[5] = brackets / length;
  }

  private static boolean isSymbol(String word) {
    return ELLIPSES.contains(word)
        || word.indexOf('#') >= 0
            && HASHES.matcher(word).results().count() > 0.5 * Document.length(word);
  }

  private static long urls(String text) {
    long characters = 0;
    Matcher url = URL.matcher(text);
    while (url.find()) {
      characters += url.end() - url.start();
    }
    return characters;
  }

  private static double boilerplate(String text) {
    String[] paragraphs = text.split("\n\n", -1);
    int found = 0;
    for (String paragraph : paragraphs) {
      String lower = LowerCase.of(paragraph.strip());
      if (lower.contains("lorem ipsum")) {
        return 1;
      }
      found += POLICY.stream().anyMatch(lower::contains) ? 1 : 0;
    }
    return found / (double) paragraphs.length;
  }

  private static boolean endsInEllipsis(String line) {
    String lower = LowerCase.of(line.strip());
    return ELLIPSES.stream().anyMatch(lower::endsWith);
  }

  private static char last(String line) {
    return line.isEmpty() ? ' ' : line.charAt(line.length() - 1);
  }

  private static double share(List<String> parts, Predicate<String> holds) {
    return parts.isEmpty()
        ? Double.NaN
        : parts.stream().filter(holds).count() / (double) parts.size();
  }
}
