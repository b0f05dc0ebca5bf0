package org.sluice.text.rules;

import static org.sluice.text.rules.Checks.share;

import java.util.List;
import org.sluice.base.Setting;

/** FineWeb's rules on lines (Penedo et al. 2024) as datatrove applies them. */
public record FineWeb(
    @Setting(help = "Smallest share of lines that end in terminal punctuation", def = "0.12")
        double linePunctThr,
    @Setting(help = "1 spares documents without any such line", def = "0")
        double linePunctExcludeZero,
    @Setting(help = "Largest share of short lines", def = "0.67") double shortLineThr,
    @Setting(help = "Longest line that is short, in characters", def = "30") double shortLineLength,
    @Setting(help = "Largest share of characters in repeated lines", def = "0.01")
        double charDuplicatesRatio,
    @Setting(help = "Most line feeds a word", def = "0.3") double newLineRatio)
    implements Profile {

  /** With datatrove's limits. */
  public static final FineWeb DATATROVE = new FineWeb(0.12, 0, 0.67, 30, 0.01, 0.3);

  private static final List<String> SCORES =
      List.of("n_lines", "line_punct_ratio", "short_line_ratio", "char_dup_ratio", "list_ratio");

  @Override
  public String name() {
    return "fineweb@datatrove";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Measures document) {
    LineMeasures lines = document.lines;
    if (lines.fullLines == 0) {
      double undefined = Double.NaN;
      return new Checks()
          .atLeast(1, "empty", 0)
          .judgement(name(), new Scores(SCORES, 0, undefined, undefined, undefined, undefined));
    }
    double terminated = share(lines.terminatedLines, lines.fullLines);
    double shortLines = share(lines.shortLines, lines.fullLines);
    double repeated = share(lines.repeatedFullLineCharacters, lines.characters - lines.newlines);
    double newlines = share(lines.newlines, document.words.words);
    boolean spared = linePunctExcludeZero != 0 && terminated == 0;
    return new Checks()
        .atLeast(linePunctThr, "line_punct_ratio", spared ? Double.NaN : terminated)
        .atMost(shortLineThr, "short_line_ratio", shortLines)
        .atMost(charDuplicatesRatio, "char_dup_ratio", repeated)
        .atMost(newLineRatio, "list_ratio", newlines)
        .judgement(
            name(),
            new Scores(SCORES, lines.fullLines, terminated, shortLines, repeated, newlines));
  }
}
