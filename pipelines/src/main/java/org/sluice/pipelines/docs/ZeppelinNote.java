package org.sluice.pipelines.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.config.Canonical;

/**
 * Makes a Zeppelin note (.zpln) of a readable source: the first line is {@code # name}, and each
 * paragraph begins with {@code ## title} and a line {@code %interpreter}.
 */
public final class ZeppelinNote {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int ID_LENGTH = 9;

  private ZeppelinNote() {}

  /** One paragraph; its text begins with the interpreter's line. */
  private record Paragraph(String title, String text) {}

  /**
   * Makes the note beside its source.
   *
   * @param args the sources, {@code notebooks/*.note}
   */
  public static void main(String[] args) throws IOException {
    for (String source : args) {
      Path file = Path.of(source);
      Files.writeString(note(file), of(Files.readString(file)));
    }
  }

  /** Where the note of a source lies. */
  static Path note(Path source) {
    return source.resolveSibling(source.getFileName().toString().replace(".note", ".zpln"));
  }

  /** The note as JSON. Its ids follow from its text, so that equal sources give equal notes. */
  static String of(String source) {
    String name = source.lines().findFirst().orElse("").replaceFirst("^# *", "");
    ObjectNode note = JSON.createObjectNode();
    note.put("name", name);
    note.put(
        "id", Canonical.sha256(name).substring(0, ID_LENGTH).toUpperCase(java.util.Locale.ROOT));
    note.put("version", "0.11.1");
    note.put("defaultInterpreterGroup", "spark");
    var paragraphs = note.putArray("paragraphs");
    for (Paragraph paragraph : paragraphs(source)) {
      ObjectNode node = paragraphs.addObject();
      node.put("title", paragraph.title());
      node.put("text", paragraph.text());
      node.put("id", "paragraph_0_" + Canonical.sha256(paragraph.text()).substring(0, ID_LENGTH));
      node.put("status", "READY");
      node.putObject("config").put("title", true).put("enabled", true);
      node.putObject("settings").putObject("params");
    }
    for (String empty : List.of("noteParams", "noteForms", "angularObjects", "config", "info")) {
      note.putObject(empty);
    }
    try {
      return JSON.writeValueAsString(note) + "\n";
    } catch (IOException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static List<Paragraph> paragraphs(String source) {
    List<Paragraph> paragraphs = new ArrayList<>();
    String[] parts = source.split("(?m)^## ");
    for (int i = 1; i < parts.length; i++) {
      int line = parts[i].indexOf('\n');
      paragraphs.add(
          new Paragraph(parts[i].substring(0, line).strip(), parts[i].substring(line).strip()));
    }
    return paragraphs;
  }
}
