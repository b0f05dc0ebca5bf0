package org.sluice.text.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import org.sluice.base.UserError;

/**
 * Redaction of a stream of JSON lines, for the command line: {@code {id, text}} in, {@code {id,
 * text}} or {@code {id, entities: [{type, start, end, score}]}} out. Other keys are not carried
 * over, since they are not looked at.
 */
public final class RedactFilter {
  /** What is written for each line. */
  public enum Output {
    /** The redacted text. */
    TEXT,
    /** Where the findings stand, in code points, without the text. */
    SPANS
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private RedactFilter() {}

  /**
   * Redacts line by line; blank lines are passed over.
   *
   * @param inputName the name of the input in errors
   * @return the number of documents
   * @throws UserError at the first line that is not a JSON object with a {@code text}
   */
  public static long run(
      Redactor redactor, BufferedReader in, String inputName, Writer out, Output output)
      throws IOException {
    long documents = 0;
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        out.write(
            JSON.writeValueAsString(redacted(redactor, parse(line, inputName, number), output)));
        out.write('\n');
        documents++;
      }
    }
    out.flush();
    return documents;
  }

  private static ObjectNode redacted(Redactor redactor, JsonNode document, Output output) {
    ObjectNode result = JSON.createObjectNode();
    result.set("id", document.get("id"));
    JsonNode text = document.get("text");
    switch (output) {
      case TEXT -> {
        if (text.isNull()) {
          result.putNull("text");
        } else {
          result.put("text", redactor.redact(text.textValue()).text());
        }
      }
      case SPANS -> {
        ArrayNode entities = result.putArray("entities");
        if (!text.isNull()) {
          for (Span span : redactor.find(text.textValue())) {
            entities
                .addObject()
                .put("type", span.type())
                .put("start", span.start())
                .put("end", span.end())
                .put("score", span.score());
          }
        }
      }
    }
    return result;
  }

  /** The parser's own message is left out: it quotes the text. */
  private static JsonNode parse(String line, String inputName, long number) {
    JsonNode document;
    try {
      document = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      String column = e.getLocation() == null ? "" : ", column " + e.getLocation().getColumnNr();
      throw bad(inputName, number, "no valid JSON" + column);
    }
    if (document == null || !document.isObject()) {
      throw bad(inputName, number, "a line must hold one JSON object");
    }
    JsonNode text = document.get("text");
    if (text == null || !(text.isTextual() || text.isNull())) {
      throw bad(inputName, number, "the object has no string 'text'");
    }
    return document;
  }

  private static UserError bad(String inputName, long number, String problem) {
    return UserError.at(
        inputName,
        String.valueOf(number),
        problem,
        "lines look like {\"id\": \"a1\", \"text\": \"...\"}");
  }
}
