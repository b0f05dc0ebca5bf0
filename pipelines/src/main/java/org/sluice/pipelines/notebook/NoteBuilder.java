package org.sluice.pipelines.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sluice.base.config.Canonical;

/**
 * Makes a Zeppelin note ({@code .zpln}, JSON) of a page. The same page gives the same bytes: ids
 * come from the texts, there are no results and no times of runs.
 */
public final class NoteBuilder {
  /** Zeppelin writes the milliseconds of creation into ids; ours is the first of 2026. */
  private static final String CREATED = "1767225600000";

  private static final int NOTE_ID_LENGTH = 9;
  private static final ObjectMapper JSON = new ObjectMapper();

  private NoteBuilder() {}

  /**
   * Writes a note beside its page.
   *
   * @param args the page, notebooks/NAME.md
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    String name = page.getFileName().toString().replaceFirst("\\.md$", ".zpln");
    Files.writeString(page.resolveSibling(name), build(Files.readString(page)));
  }

  /** The note of a page, as text. */
  static String build(String page) {
    NotePage parsed = NotePage.parse(page);
    ObjectNode note = JSON.createObjectNode();
    note.put("name", parsed.name());
    note.put("id", noteId(parsed.name()));
    note.put("defaultInterpreterGroup", "spark");
    note.put("version", "0.10.0");
    int place = 0;
    for (NotePage.Block block : parsed.blocks()) {
      note.withArray("paragraphs").add(paragraph(block, place++));
    }
    note.putObject("noteParams");
    note.putObject("noteForms");
    note.putObject("angularObjects");
    note.putObject("config").put("isZeppelinNotebookCronEnable", false).put("looknfeel", "default");
    note.putObject("info");
    return text(note);
  }

  private static ObjectNode paragraph(NotePage.Block block, int place) {
    ObjectNode paragraph = JSON.createObjectNode();
    if (!block.title().isEmpty()) {
      paragraph.put("title", block.title());
    }
    String interpreter = block instanceof NotePage.Query ? "%spark.sql" : "%md";
    paragraph.put("text", interpreter + "\n\n" + block.text());
    paragraph.set("config", config(block));
    ObjectNode settings = paragraph.putObject("settings");
    settings.putObject("params");
    settings.putObject("forms");
    paragraph.put("id", "paragraph_" + CREATED + "_" + hash(place + " " + block.text()));
    paragraph.put("status", "READY");
    return paragraph;
  }

  private static ObjectNode config(NotePage.Block block) {
    ObjectNode config = JSON.createObjectNode();
    config.put("enabled", true).put("colWidth", 12).put("fontSize", 9);
    config.put("title", !block.title().isEmpty());
    boolean query = block instanceof NotePage.Query;
    config.put("editorHide", !query);
    config.put("editorMode", query ? "ace/mode/sql" : "ace/mode/markdown");
    config.putObject("editorSetting").put("language", query ? "sql" : "markdown");
    ObjectNode results = config.putObject("results");
    if (block instanceof NotePage.Query shown) {
      results
          .putObject("0")
          .putObject("graph")
          .put("mode", shown.chart().zeppelin())
          .put("height", 300)
          .put("optionOpen", false);
    }
    return config;
  }

  /** Nine capital letters and digits, the first a 2 as Zeppelin's own have it. */
  private static String noteId(String name) {
    String digits = Long.toString(Long.parseLong(hash(name)) + (1L << 50), 36);
    return ("2" + digits.toUpperCase(Locale.ROOT)).substring(0, NOTE_ID_LENGTH);
  }

  /** A number below 2^48 that names the text. */
  private static String hash(String text) {
    return Long.toString(Long.parseLong(Canonical.sha256(text).substring(0, 12), 16));
  }

  private static String text(ObjectNode note) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(note) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
