package org.sluice.text.instruct;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of LLaMA-Factory's dataset_info.json, with its defaults. Giving {@code columns} takes
 * the defaults of all columns away, and giving {@code tags} those of all tags.
 *
 * @param fileName where the rows are, beside dataset_info.json; null when they are not in a file
 * @param formatting alpaca, sharegpt or openai
 * @param ranking whether rows hold a chosen and a rejected answer
 * @param columns names in the rows by what they mean; what is not there is not read
 * @param tags names of roles and keys of messages, likewise
 */
public record DatasetInfo(
    String fileName,
    String formatting,
    boolean ranking,
    Map<String, String> columns,
    Map<String, String> tags)
    implements Serializable {

  static final Map<String, String> COLUMNS =
      Map.of(
          "prompt", "instruction",
          "query", "input",
          "response", "output",
          "messages", "conversations");
  static final Map<String, String> TAGS =
      Map.of(
          "role_tag", "from",
          "content_tag", "value",
          "user_tag", "human",
          "assistant_tag", "gpt",
          "observation_tag", "observation",
          "function_tag", "function_call",
          "system_tag", "system");

  /** Formattings that there are. */
  public static final List<String> FORMATTINGS = List.of("alpaca", "sharegpt", "openai");

  /** The entry as it is written. */
  public static DatasetInfo of(JsonNode entry) {
    return new DatasetInfo(
        entry.path("file_name").textValue(),
        entry.path("formatting").asText("alpaca"),
        entry.path("ranking").asBoolean(),
        names(entry.get("columns"), COLUMNS),
        names(entry.get("tags"), TAGS));
  }

  private static Map<String, String> names(JsonNode given, Map<String, String> defaults) {
    if (given == null || given.isNull()) {
      return defaults;
    }
    Map<String, String> names = new HashMap<>();
    given.fieldNames().forEachRemaining(name -> names.put(name, given.get(name).textValue()));
    return names;
  }

  /** The row's value of a column; missing when the entry names none. */
  JsonNode column(JsonNode row, String meaning) {
    String name = columns.get(meaning);
    return name == null ? row.path("") : row.path(name);
  }
}
