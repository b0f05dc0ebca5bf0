package org.sluice.jobs.decontaminate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.text.archive.GzipStream;

/**
 * The texts of an evaluation set.
 *
 * @param name the file's name
 */
record EvaluationSet(String name, List<String> texts) {

  /** Reads a file: JSON lines, a JSON list, or plain text with an example a line. */
  static EvaluationSet read(Configuration hadoop, String file, List<String> fields) {
    Path path = new Path(file);
    String plain = path.getName().replaceAll("\\.(gz|zst)$", "");
    boolean json = plain.matches(".*\\.(jsonl|json|ndjson)");
    try (InputStream in = unpacked(path.getFileSystem(hadoop).open(path), file)) {
      List<String> texts = json ? ofJson(in, fields) : ofLines(in);
      if (texts.isEmpty()) {
        throw UserError.at(
            file, "", "no text is in the fields " + fields, "correct decontaminate.fields");
      }
      return new EvaluationSet(path.getName(), texts);
    } catch (JsonProcessingException e) {
      throw UserError.at(file, "", "not JSON", "give JSON lines or a JSON list").causedBy(e);
    } catch (IOException | UncheckedIOException e) {
      throw UserError.at(
              file,
              "",
              "the file cannot be read",
              "fetch it again, or correct decontaminate.against")
          .causedBy(e);
    }
  }

  private static InputStream unpacked(InputStream in, String file) throws IOException {
    if (file.endsWith(".gz")) {
      return new GzipStream(in);
    }
    return file.endsWith(".zst") ? new ZstdInputStream(in) : in;
  }

  private static List<String> ofLines(InputStream in) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    return lines.lines().filter(line -> !line.isBlank()).toList();
  }

  private static List<String> ofJson(InputStream in, List<String> fields) throws IOException {
    List<String> texts = new ArrayList<>();
    try (MappingIterator<JsonNode> rows =
        new ObjectMapper().readerFor(JsonNode.class).readValues(in)) {
      while (rows.hasNext()) {
        add(rows.next(), fields, texts);
      }
    }
    return texts;
  }

  private static void add(JsonNode row, List<String> fields, List<String> texts) {
    if (row.isArray()) {
      row.forEach(element -> add(element, fields, texts));
    } else if (fields.isEmpty()) {
      strings(row, texts);
    } else {
      fields.forEach(field -> strings(row.path(field), texts));
    }
  }

  private static void strings(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.textValue());
    } else {
      node.forEach(child -> strings(child, texts));
    }
  }
}
