package org.sluice.pipelines.notebook;

import java.util.ArrayList;
import java.util.List;

/**
 * A note as it is written: {@code # name}, then sections of {@code ## title}, prose, and queries
 * fenced by {@code ```sql} and {@code ```}. A word behind {@code sql} names the chart.
 *
 * @param blocks in their order
 */
record NotePage(String name, List<Block> blocks) {
  private static final String NAME = "# ";
  private static final String TITLE = "## ";
  private static final String FENCE = "```";
  private static final String QUERY = FENCE + "sql";

  /** One paragraph of the note. */
  sealed interface Block {
    /** The heading above the paragraph; empty for a section's second one and later. */
    String title();

    String text();
  }

  /** Markdown. */
  record Prose(String title, String text) implements Block {}

  /** One or more statements of SQL. */
  record Query(String title, String text, Chart chart) implements Block {}

  /**
   * Reads a page.
   *
   * @throws IllegalArgumentException for a page without a name, an unknown fence, an open fence
   */
  static NotePage parse(String page) {
    List<String> lines = page.lines().toList();
    if (lines.isEmpty() || !lines.get(0).startsWith(NAME)) {
      throw new IllegalArgumentException("the first line must be '# ' and the note's name");
    }
    Reader reader = new Reader();
    lines.subList(1, lines.size()).forEach(reader::read);
    reader.end();
    return new NotePage(lines.get(0).substring(NAME.length()).strip(), List.copyOf(reader.blocks));
  }

  /** Collects lines until a block is whole. */
  private static final class Reader {
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private String title = "";
    private Chart chart; // of the query that is being read; null in prose

    void read(String line) {
      if (chart != null) {
        readQuery(line);
      } else if (line.startsWith(TITLE)) {
        endProse();
        title = line.substring(TITLE.length()).strip();
      } else if (line.startsWith(FENCE)) {
        endProse();
        beginQuery(line);
      } else {
        lines.add(line);
      }
    }

    private void beginQuery(String fence) {
      if (!fence.startsWith(QUERY)) {
        throw new IllegalArgumentException("a fence must be '" + QUERY + "', got '" + fence + "'");
      }
      String name = fence.substring(QUERY.length()).strip();
      chart = name.isEmpty() ? Chart.TABLE : Chart.named(name);
    }

    private void readQuery(String line) {
      if (!line.startsWith(FENCE)) {
        lines.add(line);
        return;
      }
      blocks.add(new Query(takeTitle(), takeText(), chart));
      chart = null;
    }

    private void endProse() {
      String text = takeText();
      if (!text.isEmpty()) {
        blocks.add(new Prose(takeTitle(), text));
      }
    }

    void end() {
      if (chart != null) {
        throw new IllegalArgumentException("the last fence is not closed");
      }
      endProse();
    }

    private String takeText() {
      String text = String.join("\n", lines).strip();
      lines.clear();
      return text;
    }

    private String takeTitle() {
      String taken = title;
      title = "";
      return taken;
    }
  }
}
