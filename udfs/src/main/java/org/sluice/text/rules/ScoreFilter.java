package org.sluice.text.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import org.sluice.base.UserError;

/**
 * Judges JSON lines: {id, text, lang} becomes one line {id, profile, keep, reason, scores} for each
 * profile, with changed_text where the profile leaves another text. A score that is not defined for
 * the document is null; of an empty document the scores that cannot be are left out.
 */
public final class ScoreFilter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Judge judge;

  public ScoreFilter(Judge judge) {
    this.judge = judge;
  }

  /**
   * Reads to the end of {@code in}; blank lines are passed over.
   *
   * @param name what to call the input in an error: a file name or "standard input"
   * @return the number of documents
   * @throws UserError for a line that is no JSON object or has no text, with its number
   */
  public long filter(BufferedReader in, Writer out, String name) throws IOException {
    long documents = 0;
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonNode document = parse(line, name, number);
      JsonNode language = document.path("lang");
      for (Judgement judgement :
          judge.judge(document.get("text").textValue(), language.textValue())) {
        out.write(JSON.writeValueAsString(line(document.get("id"), judgement)));
        out.write('\n');
      }
      documents++;
    }
    out.flush();
    return documents;
  }

  private static JsonNode parse(String line, String name, long number) {
    try {
      JsonNode document = JSON.readTree(line);
      if (document.path("text").isTextual()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // answered below: the parser's own message would quote the line
    }
    throw UserError.at(
        name,
        Long.toString(number),
        "not a JSON object with a string 'text'",
        "write one object {\"id\": ..., \"text\": ..., \"lang\": ...} a line");
  }

  private static ObjectNode line(JsonNode id, Judgement judgement) {
    ObjectNode line = JSON.createObjectNode();
    line.set("id", id == null ? JSON.nullNode() : id);
    line.put("profile", judgement.profile());
    line.put("keep", judgement.keep());
    line.put("reason", judgement.reason());
    if (judgement.text() != null) {
      line.put("changed_text", judgement.text());
    }
    ObjectNode scores = line.putObject("scores");
    boolean empty = "empty".equals(judgement.reason());
    Scores measured = judgement.scores();
    for (int i = 0; i < measured.names().size(); i++) {
      put(scores, measured.names().get(i), measured.value(i), empty);
    }
    return line;
  }

  private static void put(ObjectNode scores, String name, double value, boolean empty) {
    if (!Double.isNaN(value)) {
      if (value == Math.rint(value) && (name.startsWith("n_") || name.equals("stop_words"))) {
        scores.put(name, (long) value);
      } else {
        scores.put(name, value);
      }
    } else if (!empty) {
      scores.putNull(name);
    }
  }
}
