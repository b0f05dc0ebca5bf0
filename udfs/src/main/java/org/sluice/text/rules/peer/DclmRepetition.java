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
    @Setting(help = "Limits on repeated runs of words") GramLimits grams)
    implements DocumentProfile {

  public static final DclmRepetition USUAL =
      new DclmRepetition(0.3, 0.3, 0.2, 0.2, GramLimits.GOPHER);

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
    double[] limits =
        grams.behind(
            maxDuplicateLines,
            maxDuplicateParagraphs,
            maxDuplicateLineCharacters,
            maxDuplicateParagraphCharacters);
    double[] scores = new double[SCORES.size()];
    List<String> lines = DclmWords.segments(document.text(), "\n");
    segments(lines, 0, scores);
    segments(DclmWords.segments(document.text(), "\n\n"), 1, scores);
    WordGrams runs = new WordGrams(DclmWords.words(document.text()));
    for (int n = 2; n <= 10; n++) {
      runs.next();
      scores[n + 2] = n <= 4 ? top(runs) : covered(runs);
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
