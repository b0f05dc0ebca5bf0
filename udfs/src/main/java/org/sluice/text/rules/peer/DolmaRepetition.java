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
 * Gopher's repetition rules as dolma's tagger gopher_v1 measures them: every copy counts, the first
 * too, and shares are of the characters of words.
 */
public record DolmaRepetition(
    @Setting(help = "Largest share of lines that occur more than once", def = "0.3")
        double maxDuplicateLines,
    @Setting(help = "Largest share of characters in such lines", def = "0.2")
        double maxDuplicateLineCharacters,
    @Setting(help = "Limits on repeated runs of words") GramLimits grams)
    implements DocumentProfile {

  public static final DolmaRepetition USUAL = new DolmaRepetition(0.3, 0.2, GramLimits.GOPHER);

  private static final List<String> SCORES =
      List.of(
          "fraction_of_duplicate_lines",
          "fraction_of_characters_in_duplicate_lines",
          "fraction_of_characters_in_most_common_2grams",
          "fraction_of_characters_in_most_common_3grams",
          "fraction_of_characters_in_most_common_4grams",
          "fraction_of_characters_in_duplicate_5grams",
          "fraction_of_characters_in_duplicate_6grams",
          "fraction_of_characters_in_duplicate_7grams",
          "fraction_of_characters_in_duplicate_8grams",
          "fraction_of_characters_in_duplicate_9grams",
          "fraction_of_characters_in_duplicate_10grams");

  @Override
  public String name() {
    return "gopher-repetition@dolma";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    double[] limits = grams.behind(maxDuplicateLines, maxDuplicateLineCharacters);
    WordGrams runs = new WordGrams(document.words());
    double[] scores = new double[SCORES.size()];
    lines(document.lines(), Math.max(1, runs.characters()), scores);
    for (int n = 2; n <= 10; n++) {
      runs.next();
      scores[n] = runs.size() == 0 ? Double.NaN : n <= 4 ? top(runs) : duplicates(runs);
    }
    Checks checks = new Checks();
    for (int i = 0; i < limits.length; i++) {
      checks.atMost(limits[i], SCORES.get(i), scores[i]);
    }
    return checks.judgement(name(), new Scores(SCORES, scores));
  }

  private static void lines(List<String> lines, int characters, double[] scores) {
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> counts.merge(line, 1, Integer::sum));
    long repeated = 0;
    long repeatedCharacters = 0;
    for (String line : lines) {
      if (counts.get(line) > 1) {
        repeated++;
        repeatedCharacters += Document.length(line);
      }
    }
    scores[0] = repeated / (double) lines.size();
    scores[1] = repeatedCharacters / (double) characters;
  }

  private static double top(WordGrams grams) {
    int best = grams.mostFrequent();
    return grams.count(best) * (double) grams.characters(best) / Math.max(1, grams.characters());
  }

  private static double duplicates(WordGrams grams) {
    long all = 0;
    long repeated = 0;
    for (int w = 0; w < grams.size(); w++) {
      all += grams.characters(w);
      repeated += grams.count(w) > 1 ? grams.characters(w) : 0;
    }
    return repeated / (double) Math.max(1, all);
  }
}
