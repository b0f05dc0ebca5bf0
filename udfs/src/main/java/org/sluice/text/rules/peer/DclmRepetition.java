package org.sluice.text.rules.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Setting;
import org.sluice.text.rules.Checks;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.DocumentProfile;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Scores;

/**
 * Gopher's repetition rules as DCLM applies them for RefinedWeb: every copy counts, overlapping
 * repeated n-grams are counted once, and shares are of the characters of words.
 */
public record DclmRepetition(
    @Setting(help = "Largest share of lines that occur more than once", def = "0.3")
        double maxDuplicateLines,
    @Setting(help = "The same of paragraphs", def = "0.3") double maxDuplicateParagraphs,
    @Setting(help = "Largest share of characters in such lines", def = "0.2")
        double maxDuplicateLineCharacters,
    @Setting(help = "The same of paragraphs", def = "0.2") double maxDuplicateParagraphCharacters,
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

  public static final DclmRepetition USUAL =
      new DclmRepetition(0.3, 0.3, 0.2, 0.2, 0.2, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10);

  private static final List<String> SCORES =
      List.of(
          "duplicate_lines",
          "duplicate_paragraphs",
          "duplicate_line_characters",
          "duplicate_paragraph_characters",
          "top_2_gram",
          "top_3_gram",
          "top_4_gram",
          "duplicate_5_grams",
          "duplicate_6_grams",
          "duplicate_7_grams",
          "duplicate_8_grams",
          "duplicate_9_grams",
          "duplicate_10_grams");

  @Override
  public String name() {
    return "gopher-repetition@dclm";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    double[] limits = {
      maxDuplicateLines,
      maxDuplicateParagraphs,
      maxDuplicateLineCharacters,
      maxDuplicateParagraphCharacters,
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
    double[] scores = new double[SCORES.size()];
    List<String> lines = DclmWords.segments(document.text(), "\n");
    segments(lines, 0, scores);
    segments(DclmWords.segments(document.text(), "\n\n"), 1, scores);
    WordGrams grams = new WordGrams(DclmWords.words(document.text()));
    for (int n = 2; n <= 10; n++) {
      grams.next();
      scores[n + 2] = n <= 4 ? top(grams) : covered(grams);
    }
    Checks checks = new Checks().atLeast(1, "empty", lines.size());
    for (int i = 0; i < limits.length; i++) {
      checks.atMost(limits[i], SCORES.get(i), scores[i]);
    }
    return checks.judgement(name(), new Scores(SCORES, scores));
  }

  /** One segment alone repeats nothing. */
  private static void segments(List<String> segments, int at, double[] scores) {
    Map<String, Integer> counts = new HashMap<>();
    segments.forEach(segment -> counts.merge(segment, 1, Integer::sum));
    long repeated = 0;
    long repeatedCharacters = 0;
    long characters = 0;
    for (String segment : segments) {
      int length = Document.length(segment);
      characters += length;
      if (counts.get(segment) > 1) {
        repeated++;
        repeatedCharacters += length;
      }
    }
    scores[at] = repeated / (double) Math.max(1, segments.size());
    scores[at + 2] = repeatedCharacters / (double) Math.max(1, characters);
  }

  /** Of equally frequent n-grams the longest one counts; 0 where none occurs twice. */
  private static double top(WordGrams grams) {
    int best = grams.mostFrequent();
    if (best < 0 || grams.count(best) == 1) {
      return 0;
    }
    int longest = 0;
    for (int w = 0; w < grams.size(); w++) {
      if (grams.count(w) == grams.count(best)) {
        longest = Math.max(longest, grams.characters(w));
      }
    }
    return longest * (double) grams.count(best) / grams.characters();
  }

  private static double covered(WordGrams grams) {
    return grams.characters() == 0 ? 0 : grams.coveredCharacters() / (double) grams.characters();
  }
}
