package org.sluice.text.rules.peer;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.normalize.UnicodeForm;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;
import org.sluice.text.words.WordPunct;

/**
 * The signals of RedPajama-V2 that a text alone gives, as scores; no document is dropped by them.
 * Signals of lines are given as their mean over the lines. Numbers are rounded to 8 places, as
 * there.
 */
public record RedPajamaSignals() implements DocumentProfile {

  public static final RedPajamaSignals USUAL = new RedPajamaSignals();

  private static final double PRECISION = 1e8;
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final String BULLETS = "•‣▶◀◦■□▪▫–";

  /** Han characters that are numerals only since Unicode 15.1, behind the Python of the peer. */
  private static final String LATER_NUMERALS = "两京俩倆拐洞皕秭鈎钩";

  private static final List<String> SYMBOLS = List.of("#", "...", "…");
  private static final Set<String> STOP_WORDS = StopWords.english();
  private static final List<String> SCORES =
      List.of(
          "rps_doc_word_count",
          "rps_doc_mean_word_length",
          "rps_doc_num_sentences",
          "rps_doc_symbol_to_word_ratio",
          "rps_doc_frac_lines_end_with_ellipsis",
          "rps_doc_frac_no_alph_words",
          "rps_doc_frac_unique_words",
          "rps_doc_unigram_entropy",
          "rps_doc_frac_all_caps_words",
          "rps_doc_stop_word_fraction",
          "rps_doc_curly_bracket",
          "rps_doc_lorem_ipsum",
          "rps_doc_frac_chars_top_2gram",
          "rps_doc_frac_chars_top_3gram",
          "rps_doc_frac_chars_top_4gram",
          "rps_doc_frac_chars_dupe_5grams",
          "rps_doc_frac_chars_dupe_6grams",
          "rps_doc_frac_chars_dupe_7grams",
          "rps_doc_frac_chars_dupe_8grams",
          "rps_doc_frac_chars_dupe_9grams",
          "rps_doc_frac_chars_dupe_10grams",
          "rps_lines_ending_with_terminal_punctution_mark",
          "rps_lines_javascript_counts",
          "rps_lines_num_words",
          "rps_lines_uppercase_letter_fraction",
          "rps_lines_numerical_chars_fraction",
          "rps_lines_start_with_bulletpoint");
  private static final int FIRST_GRAM = SCORES.indexOf("rps_doc_frac_chars_top_2gram");
  private static final int FIRST_LINE = FIRST_GRAM + 9;

  @Override
  public String name() {
    return "signals@redpajama-v2";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    String text = document.text();
    String normal = normalized(text);
    List<String> words = Document.words(normal);
    List<String> raw = WordPunct.words(text);
    List<String> lines = lines(text);
    double[] scores = new double[SCORES.size()];
    scores[0] = words.size();
    scores[1] = Checks.share(words.stream().mapToLong(Document::length).sum(), words.size());
    scores[2] = sentences(text);
    scores[3] =
        Checks.share(
            SYMBOLS.stream().mapToLong(s -> DclmQuality.occurrences(text, s)).sum(), raw.size());
    scores[4] = share(lines, RedPajamaSignals::endsInEllipsis);
    scores[5] = share(raw, word -> word.chars().noneMatch(RedPajamaSignals::isLatin));
    scores[6] = Checks.share(words.stream().distinct().count(), words.size());
    scores[7] = entropy(words);
    scores[8] = share(raw, RedPajamaSignals::isUpper);
    scores[9] = words.isEmpty() ? 0 : share(raw, STOP_WORDS::contains);
    scores[10] = perCharacter(text.chars().filter(c -> c == '{' || c == '}').count(), text);
    scores[11] = perCharacter(DclmQuality.occurrences(normal, "lorem ipsum"), normal);
    grams(words, scores);
    lineSignals(lines, scores);
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          Double.isNaN(scores[i]) ? scores[i] : Math.rint(scores[i] * PRECISION) / PRECISION;
    }
    return new Checks().judgement(name(), new Scores(SCORES, scores));
  }

  /** Without punctuation, in lower case, white space as one blank, NFD. */
  private static String normalized(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (PUNCTUATION.indexOf(text.charAt(i)) < 0) {
        out.append(text.charAt(i));
      }
    }
    String lower = LowerCase.of(out.toString());
    return UnicodeForm.NFD.apply(String.join(" ", Document.words(lower)));
  }

  /** Lines with their line feeds; nothing follows the last one. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** Matches of {@code \b[^.!?]+[.!?]*}. */
  private static int sentences(String text) {
    int count = 0;
    int i = 0;
    boolean before = false;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      boolean here = isWord(c);
      if (here == before || isEnd(text.charAt(i))) {
        before = here;
        i += Character.charCount(c);
        continue;
      }
      count++;
      while (i < text.length() && !isEnd(text.charAt(i))) {
        i++;
      }
      before = isWord(text.codePointBefore(i));
      while (i < text.length() && isEnd(text.charAt(i))) {
        i++;
        before = false;
      }
    }
    return count;
  }

  /** Python's {@code \w}. */
  private static boolean isWord(int c) {
    return Character.isLetter(c) || isNumeric(c) || c == '_';
  }

  private static boolean isEnd(char c) {
    return c == '.' || c == '!' || c == '?';
  }

  private static boolean isLatin(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** Python's {@code str.isupper}: some cased letter, and none in lower or title case. */
  private static boolean isUpper(String word) {
    return word.codePoints().anyMatch(Character::isUpperCase)
        && word.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  private static boolean endsInEllipsis(String line) {
    String stripped = line.stripTrailing();
    return stripped.endsWith("...") || stripped.endsWith("…");
  }

  private static double entropy(List<String> words) {
    if (words.isEmpty()) {
      return Double.NaN;
    }
    Map<String, Integer> counts = new HashMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    double entropy = 0;
    for (int count : counts.values()) {
      double share = count / (double) words.size();
      entropy -= share * Math.log(share);
    }
    return entropy;
  }

  private static void grams(List<String> words, double[] scores) {
    WordGrams grams = new WordGrams(words);
    double all = Math.max(1, grams.characters());
    for (int n = 2; n <= 10; n++) {
      grams.next();
      int best = n <= 4 ? grams.mostFrequent() : -1;
      double characters = n <= 4 ? 0 : grams.coveredCharacters();
      if (best >= 0 && grams.count(best) > 1) {
        characters = grams.characters(best) * (double) grams.count(best);
      }
      scores[FIRST_GRAM + n - 2] = characters / all;
    }
  }

  private static void lineSignals(List<String> lines, double[] scores) {
    double[] sums = new double[6];
    for (String line : lines) {
      String normal = normalized(line);
      String end = line.stripTrailing();
      List<String> words = Document.words(normal);
      sums[0] += !end.isEmpty() && ".!?”".indexOf(end.charAt(end.length() - 1)) >= 0 ? 1 : 0;
      sums[1] += words.stream().filter("javascript"::equals).count();
      sums[2] += words.size();
      sums[3] +=
          line.codePoints().filter(Character::isUpperCase).count() / (double) Document.length(line);
      sums[4] +=
          Checks.share(
              normal.codePoints().filter(RedPajamaSignals::isNumeric).count(),
              Math.max(1, Document.length(normal)));
      String start = line.stripLeading();
      sums[5] += !start.isEmpty() && BULLETS.indexOf(start.charAt(0)) >= 0 ? 1 : 0;
    }
    for (int i = 0; i < sums.length; i++) {
      scores[FIRST_LINE + i] = Checks.share(sums[i], lines.size());
    }
  }

  /** Python's {@code str.isnumeric}: Han numerals too. */
  private static boolean isNumeric(int c) {
    return LATER_NUMERALS.indexOf(c) < 0
        && UCharacter.getIntPropertyValue(c, UProperty.NUMERIC_TYPE) != UCharacter.NumericType.NONE;
  }

  private static double share(List<String> parts, Predicate<String> holds) {
    return Checks.share(parts.stream().filter(holds).count(), parts.size());
  }

  private static double perCharacter(long count, String text) {
    return text.isEmpty() ? 0 : count / (double) Document.length(text);
  }
}
