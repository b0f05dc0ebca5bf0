package org.sluice.text.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.text.prompt.jinja.TemplateException;

/**
 * Renders conversations from JSON lines, without tables: each line has {@code messages} and may
 * have {@code id}, {@code template}, {@code conversation}, {@code tools}, {@code documents}, {@code
 * options} (add_generation_prompt, continue_final_message), {@code special_tokens}, {@code kwargs}
 * and {@code now}. Each gives a line {@code {id, output}} or {@code {id, error: {kind, message,
 * line}}}.
 */
public final class RenderFilter {
  private final TemplateFolders templates;

  public RenderFilter(TemplateFolders templates) {
    this.templates = templates;
  }

  /** How many lines were rendered and how many ended in an error of their template. */
  public record Summary(long rendered, long failed) {}

  /**
   * Renders every line.
   *
   * @param name what error messages call the input
   * @param in JSON lines in UTF-8, plain or gzip
   * @throws UserError for a line that is no JSON object or names an unknown template
   */
  public Summary run(String name, InputStream in, OutputStream out) throws IOException {
    long rendered = 0;
    long failed = 0;
    long number = 0;
    JsonLines lines = new JsonLines(name, in);
    for (JsonNode line = lines.next(); line != null; line = lines.next()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("id", id(line, ++number));
      try {
        String place = Long.toString(lines.number());
        result.put("output", rendering(templates, name, place, line).text());
        rendered++;
      } catch (TemplateException error) {
        result.put("error", describe(error));
        failed++;
      }
      out.write(JsonLines.write(result).getBytes(StandardCharsets.UTF_8));
    }
    return new Summary(rendered, failed);
  }

  private static Object id(JsonNode line, long number) {
    if (line.hasNonNull("id")) {
      return JsonLines.value(line.get("id"));
    }
    boolean named = line.hasNonNull("template") && line.hasNonNull("conversation");
    return named
        ? line.get("template").asText() + "/" + line.get("conversation").asText()
        : (Object) number;
  }

  private static Map<String, Object> describe(TemplateException error) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("kind", error.kind().wireName());
    described.put("message", error.getMessage());
    if (error.line() > 0) {
      described.put("line", error.line());
    }
    return described;
  }

  /** What one line asks for. */
  static Rendering rendering(TemplateFolders templates, String name, String place, JsonNode line) {
    JsonNode template = line.get("template");
    ChatTemplate compiled =
        templates.find(template == null ? null : template.asText(), name, place);
    Conversation conversation =
        new Conversation(
            objects(line, "messages", name, place),
            objects(line, "tools", name, place),
            objects(line, "documents", name, place));
    if (conversation.messages() == null) {
      throw UserError.at(name, place, "there is no list of messages", "give messages: [...]");
    }
    return compiled.render(conversation, options(line, name, place));
  }

  @SuppressWarnings("unchecked") // every element was seen to be an object
  private static List<Map<String, Object>> objects(
      JsonNode line, String key, String name, String place) {
    JsonNode node = line.get(key);
    if (node == null || node.isNull()) {
      return null;
    }
    boolean objects = node.isArray();
    for (JsonNode element : node) {
      objects &= element.isObject();
    }
    if (!objects) {
      throw UserError.at(name, place, key + " must be a list of objects", "mend the line");
    }
    return (List<Map<String, Object>>) JsonLines.value(node);
  }

  private static ChatOptions options(JsonNode line, String name, String place) {
    JsonNode options = line.path("options");
    JsonNode field = options.path("continue_final_message");
    String continued = field.isTextual() ? field.asText() : field.asBoolean() ? "content" : null;
    LocalDateTime now = null;
    try {
      now = line.hasNonNull("now") ? LocalDateTime.parse(line.get("now").asText()) : null;
    } catch (DateTimeParseException wrong) {
      throw UserError.at(name, place, "now is no date and time", "write it as 2025-03-07T09:05:03");
    }
    return new ChatOptions(
        options.path("add_generation_prompt").asBoolean(),
        continued,
        map(line.path("special_tokens")),
        map(line.path("kwargs")),
        now);
  }

  @SuppressWarnings("unchecked") // the keys of JSON objects are strings
  private static Map<String, Object> map(JsonNode node) {
    return node.isObject() ? (Map<String, Object>) JsonLines.value(node) : Map.of();
  }
}
