package org.sluice.text.rules;

import java.util.List;
import org.sluice.base.Setting;

/**
 * mC4's rule on paragraphs (Xue et al. 2021, section 3.1): at least some lines must be long. A line
 * lies between two line feeds and is measured as it is.
 */
public record C4Paragraphs(
    @Setting(help = "Fewest long lines", def = "3") double minParagraphs,
    @Setting(help = "Shortest line that is long, in characters", def = "200")
        double minParagraphLen)
    implements DocumentProfile {

  static final C4Paragraphs DATATROVE = new C4Paragraphs(3, 200);

  private static final List<String> SCORES = List.of("n_lines", "n_long_lines");

  @Override
  public String name() {
    return "c4-paragraph@datatrove";
  }

  @Override
  public List<String> scoreNames() {
    return SCORES;
  }

  @Override
  public Judgement judge(Document document) {
    List<String> lines = document.lines();
    long longLines =
        lines.stream().filter(line -> Document.length(line) >= minParagraphLen).count();
    String reason = "< %d paragraphs".formatted((long) minParagraphs);
    return new Checks()
        .atLeast(minParagraphs, reason, longLines)
        .judgement(name(), new Scores(SCORES, lines.size(), longLines));
  }
}
