package org.sluice.text.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sluice.base.Setting;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.words.Language;
import org.sluice.text.words.Sentences;

/**
 * C4's rules on lines (Raffel et al. 2020, section 2.2): lines that do not end as sentences do,
 * have too few words or speak of JavaScript or cookies are taken out; a document with a curly
 * bracket or "lorem ipsum" in a line that came so far is dropped, as is one with too few sentences
 * left. A limit of 0 switches its rule off.
 */
public record C4(
    Variant variant,
    @Setting(help = "Fewest sentences in the lines that stay", def = "5") double minNumSentences,
    @Setting(help = "Fewest words of a line that stays", def = "3") double minWordsPerLine,
    @Setting(help = "Longest word of a line that stays, in characters", def = "1000")
        double maxWordLength)
    implements DocumentProfile {

  /** Whose reading of the rules. */
  enum Variant {
    /** datatrove's C4QualityFilter. */
    DATATROVE("c4@datatrove", ".?!\"'"),
    /** The same with split_paragraph=False: each sentence is a line. */
    DATATROVE_SENTENCES("c4-sentence@datatrove", ".?!\"'"),
    /** TensorFlow Datasets' clean_page; sentences are ours instead of NLTK's. */
    TFDS("c4@tfds", ".?!\"");

    private final String profile;
    private final String endMarks;

    Variant(String profile, String endMarks) {
      this.profile = profile;
      this.endMarks = endMarks;
    }
  }

  static final C4 DATATROVE = new C4(Variant.DATATROVE, 5, 3, 1000);
  static final C4 DATATROVE_SENTENCES = new C4(Variant.DATATROVE_SENTENCES, 5, 3, 1000);
  static final C4 TFDS = new C4(Variant.TFDS, 3, 5, 1000);

  private static final Pattern CITATION =
      Pattern.compile("\\[\\d*]|\\[edit]|\\[citation needed]", Pattern.UNICODE_CHARACTER_CLASS);
  private static final List<String> POLICY =
      List.of(
          "terms of use",
          "privacy policy",
          "cookie policy",
          "uses cookies",
          "use of cookies",
          "use cookies");
  private static final List<String> SCORES =
      List.of("n_lines", "n_kept_lines", "n_sentences", "kept_char_ratio");
  private static final ThreadLocal<Sentences> ENGLISH =
      ThreadLocal.withInitial(() -> new Sentences(Language.ENGLISH));
  private static final ThreadLocal<Sentences> CHINESE =
      ThreadLocal.withInitial(() -> new Sentences(Language.CHINESE));

  /** What becomes of a line. */
  private enum Fate {
    STAYS,
    GOES,
    LOREM_IPSUM,
    CURLY_BRACKET
  }

  @Override
  public String name() {
    return variant.profile;
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public boolean rewrites() {
    return true;
  }

  @Override
  public Judgement judge(Document document) {
    boolean bySentence = variant == Variant.DATATROVE_SENTENCES;
    Sentences sentences =
        Language.of(document.language()) == Language.CHINESE ? CHINESE.get() : ENGLISH.get();
    List<String> lines =
        bySentence ? sentences.parts(document.text()) : Document.splitLines(document.text());
    List<String> kept = new ArrayList<>();
    int found = 0;
    Checks checks = new Checks();
    for (String raw : lines) {
      String stripped = Document.strip(raw);
      String line = CITATION.matcher(stripped).replaceAll("");
      Fate fate = fate(stripped, line);
      if (fate == Fate.STAYS) {
        kept.add(line);
        found += bySentence ? 1 : count(sentences, line);
      } else if (fate != Fate.GOES) {
        checks.atMost(0, fate.name().toLowerCase(Locale.ROOT), 1);
        break;
      }
    }
    checks.atLeast(minNumSentences, "too_few_sentences", found);
    String text = Document.strip(String.join(bySentence ? " " : "\n", kept));
    double share = Checks.share(Document.length(text), Document.length(document.text()));
    Judgement judgement =
        checks.judgement(name(), new Scores(SCORES, lines.size(), kept.size(), found, share));
    boolean changed = judgement.keep() && !text.equals(document.text());
    return changed ? judgement.withText(text) : judgement;
  }

  private int count(Sentences sentences, String line) {
    return sentences.parts(line).size();
  }

  /**
   * What becomes of a line. datatrove counts the words before citations are cut, TensorFlow
   * Datasets after.
   */
  private Fate fate(String stripped, String line) {
    List<String> words = Document.words(stripped);
    if (maxWordLength > 0
        && words.stream().anyMatch(word -> Document.length(word) > maxWordLength)) {
      return Fate.GOES;
    }
    boolean ends = !line.isEmpty() && variant.endMarks.indexOf(line.charAt(line.length() - 1)) >= 0;
    if (!ends || line.endsWith("...")) {
      return Fate.GOES;
    }
    int counted = variant == Variant.TFDS ? Document.words(line).size() : words.size();
    if (counted < minWordsPerLine) {
      return Fate.GOES;
    }
    String lower = LowerCase.of(line);
    if (lower.contains("lorem ipsum")) {
      return Fate.LOREM_IPSUM;
    }
    if (lower.contains("javascript")) {
      return Fate.GOES;
    }
    if (line.indexOf('{') >= 0) {
      return Fate.CURLY_BRACKET;
    }
    return POLICY.stream().anyMatch(lower::contains) ? Fate.GOES : Fate.STAYS;
  }
}
