package org.sluice.pipelines.notebook;

import java.util.List;
import java.util.regex.Pattern;
import org.sluice.pipelines.report.Charts;
import org.sluice.pipelines.report.Markup;

/** Draws what a note shows as one SVG: below each title the chart or the table of its answer. */
final class NotePicture {
  /** A picture is shown to others; it does not say where files lay on a machine. */
  private static final Pattern FOLDERS = Pattern.compile("file:/(?:[^/\\s]+/)*");

  private static final int MARGIN = 24;
  private static final int WIDTH = Charts.WIDTH + 2 * MARGIN;
  private static final int LINE = 20;
  private static final int MOST_ROWS = 8; // of a table
  private static final double LETTER = 6.7; // width of one, on the average
  private static final int LONGEST_CELL = 40;
  private static final int LONGEST_LINE = 105; // of the only cell of a row

  private static final String STYLE =
      """
      svg { background: #fff; font: 13px system-ui, sans-serif; }
      text { fill: #1c2126; font-size: 12.5px; } .name { font-size: 20px; font-weight: 600; }
      .title { font-size: 15px; font-weight: 600; } .faint { fill: #59626c; } .head { font-weight: 600; }
      .rule { stroke: #e2e4e1; } .grid { stroke: #e2e4e1; } path { fill: none; stroke-width: 2; }
      .s0 { fill: #12756d; } .s1 { fill: #3d6fa8; } .s2 { fill: #c65a1e; }
      path.s0 { stroke: #12756d; fill: none; } path.s1 { stroke: #3d6fa8; fill: none; }
      path.s2 { stroke: #c65a1e; fill: none; }
      """;

  private NotePicture() {}

  /** The drawing, as the text of an SVG file. */
  static String draw(String name, List<NoteRun.Answer> answers) {
    List<NoteRun.Answer> shown =
        answers.stream().filter(answer -> !answer.columns().isEmpty()).toList();
    int height = 2 * MARGIN + 20 + shown.stream().mapToInt(NotePicture::height).sum();
    Markup page = new Markup();
    page.open(
        "svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 " + WIDTH + " " + height);
    page.leaf("title", name).style(STYLE);
    Charts.label(page, MARGIN, MARGIN + 10, "name", "start", name);
    int y = 2 * MARGIN + 16;
    for (NoteRun.Answer answer : shown) {
      page.open("g", "transform", "translate(" + MARGIN + "," + y + ")");
      Charts.line(page, 0, -14, Charts.WIDTH, -14, "rule");
      Charts.label(page, 0, 8, "title", "start", answer.title());
      page.open("g", "transform", "translate(0,24)");
      switch (answer.chart()) {
        case BAR, PIE -> new NoteChart(answer).bars(page);
        case LINE -> new NoteChart(answer).lines(page);
        case TABLE -> table(page, answer);
      }
      page.close().close();
      y += height(answer);
    }
    return page.close() + "\n";
  }

  private static int height(NoteRun.Answer answer) {
    int body =
        switch (answer.chart()) {
          case BAR, PIE -> new NoteChart(answer).barsHeight();
          case LINE -> NoteChart.LINES_HEIGHT;
          case TABLE -> LINE * (Math.min(MOST_ROWS, answer.rows().size()) + 1) + extra(answer);
        };
    return body + 64;
  }

  private static int extra(NoteRun.Answer answer) {
    return answer.rows().size() > MOST_ROWS ? LINE : 0;
  }

  private static void table(Markup page, NoteRun.Answer answer) {
    int columns = answer.columns().size();
    List<List<String>> rows = answer.rows().subList(0, Math.min(MOST_ROWS, answer.rows().size()));
    int most = columns == 1 ? LONGEST_LINE : LONGEST_CELL;
    double x = 0;
    for (int c = 0; c < columns; c++) {
      int longest = 1 + answer.columns().get(c).length() * 9 / 8; // in bold
      Charts.label(page, x, 14, "head", "start", answer.columns().get(c));
      for (int r = 0; r < rows.size(); r++) {
        String cell = shortened(rows.get(r).get(c), most);
        longest = Math.max(longest, cell.length());
        Charts.label(page, x, 14.0 + LINE * (r + 1), "cell", "start", cell);
      }
      x += LETTER * longest + 18;
    }
    if (answer.rows().size() > MOST_ROWS) {
      String more = "and " + (answer.rows().size() - MOST_ROWS) + " more rows";
      Charts.label(page, 0, 14.0 + LINE * (MOST_ROWS + 1), "faint", "start", more);
    }
  }

  private static String shortened(String cell, int longest) {
    int indented = cell.length() - cell.stripLeading().length(); // SVG would drop it
    String flat =
        "\u00a0".repeat(2 * indented)
            + FOLDERS.matcher(cell.strip()).replaceAll("").replaceAll("\\s+", " ");
    int points = flat.codePointCount(0, flat.length());
    return points <= longest
        ? flat
        : flat.substring(0, flat.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
