package org.sluice.text.rules;

import static org.sluice.text.rules.Checks.share;

import java.util.Arrays;
import java.util.List;
import org.sluice.base.Setting;

/**
 * Gopher's repetition rules (Rae et al. 2021, table A1) as datatrove applies them: a repeat is an
 * element equal to an earlier one, and shares of characters are shares of the whole text, white
 * space included. A limit of 0 on lines or paragraphs switches that rule off.
 */
public record GopherRepetition(
    @Setting(help = "Largest share of paragraphs that repeat one", def = "0.3") double dupParaFrac,
    @Setting(help = "Largest share of characters in such paragraphs", def = "0.2")
        double dupParaCharFrac,
    @Setting(help = "Largest share of lines that repeat one", def = "0.3") double dupLineFrac,
    @Setting(help = "Largest share of characters in such lines", def = "0.2")
        double dupLineCharFrac,
    @Setting(help = "Largest share of characters in the commonest pair of words", def = "0.2")
        double top2Gram,
    @Setting(help = "The same of three words", def = "0.18") double top3Gram,
    @Setting(help = "The same of four words", def = "0.16") double top4Gram,
    @Setting(help = "Largest share of characters in repeated runs of 5 words", def = "0.15")
        double duplicated5NGrams,
    @Setting(help = "The same of 6 words", def = "0.14") double duplicated6NGrams,
    @Setting(help = "The same of 7 words", def = "0.13") double duplicated7NGrams,
    @Setting(help = "The same of 8 words", def = "0.12") double duplicated8NGrams,
    @Setting(help = "The same of 9 words", def = "0.11") double duplicated9NGrams,
    @Setting(help = "The same of 10 words", def = "0.10") double duplicated10NGrams)
    implements Profile {

  /** With datatrove's limits. */
  public static final GopherRepetition DATATROVE =
      new GopherRepetition(0.3, 0.2, 0.3, 0.2, 0.2, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10);

  private static final List<String> SCORES =
      List.of(
          "n_chars",
          "n_paragraphs",
          "dup_para_frac",
          "dup_para_char_frac",
          "n_lines",
          "dup_line_frac",
          "dup_line_char_frac",
          "n_words",
          "top_2_gram",
          "top_3_gram",
          "top_4_gram",
          "duplicated_5_n_grams",
          "duplicated_6_n_grams",
          "duplicated_7_n_grams",
          "duplicated_8_n_grams",
          "duplicated_9_n_grams",
          "duplicated_10_n_grams");

  @Override
  public String name() {
    return "gopher-repetition@datatrove";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Measures document) {
    LineMeasures lines = document.lines;
    if (lines.characters == 0) {
      double[] undefined = new double[SCORES.size()];
      Arrays.fill(undefined, Double.NaN);
      return new Checks()
          .atLeast(1, "empty", lines.characters)
          .judgement(name(), new Scores(SCORES, undefined));
    }
    double paragraphs = share(lines.repeatedParagraphs, lines.paragraphs);
    double paragraphCharacters = share(lines.repeatedParagraphCharacters, lines.characters);
    double parts = share(lines.repeatedParts, lines.parts);
    double partCharacters = share(lines.repeatedPartCharacters, lines.characters);
    Checks checks =
        new Checks()
            .atMostUnlessZero(dupParaFrac, "dup_para_frac", paragraphs)
            .atMostUnlessZero(dupParaCharFrac, "dup_para_char_frac", paragraphCharacters)
            .atMostUnlessZero(dupLineFrac, "dup_line_frac", parts)
            .atMostUnlessZero(dupLineCharFrac, "dup_line_char_frac", partCharacters);
    double[] scores = new double[SCORES.size()];
    scores[0] = lines.characters;
    scores[1] = lines.paragraphs;
    scores[2] = paragraphs;
    scores[3] = paragraphCharacters;
    scores[4] = lines.parts;
    scores[5] = parts;
    scores[6] = partCharacters;
    scores[7] = document.words.words;
    ngrams(document, scores, checks);
    return checks.judgement(name(), new Scores(SCORES, scores));
  }

  private void ngrams(Measures document, double[] scores, Checks checks) {
    double[] limits = {
      top2Gram,
      top3Gram,
      top4Gram,
      duplicated5NGrams,
      duplicated6NGrams,
      duplicated7NGrams,
      duplicated8NGrams,
      duplicated9NGrams,
      duplicated10NGrams
    };
    int first = SCORES.indexOf("top_2_gram");
    for (int n = NgramMeasures.SHORTEST_TOP; n <= NgramMeasures.LONGEST_REPEATED; n++) {
      boolean top = n <= NgramMeasures.LONGEST_TOP;
      long characters = top ? document.ngrams.top[n] : document.ngrams.repeated[n];
      int score = first + n - NgramMeasures.SHORTEST_TOP;
      scores[score] = characters < 0 ? Double.NaN : share(characters, document.lines.characters);
      checks.atMost(limits[n - NgramMeasures.SHORTEST_TOP], SCORES.get(score), scores[score]);
    }
  }
}
