package org.sluice.jobs.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.text.prompt.ChatOptions;
import org.sluice.text.prompt.ChatTemplate;
import org.sluice.text.prompt.Conversation;
import org.sluice.text.prompt.Rendering;
import org.sluice.text.prompt.TrainOn;
import org.sluice.text.prompt.jinja.Template;
import org.sluice.text.prompt.jinja.TemplateException;

/**
 * A chat template with the special tokens that come with it.
 *
 * @param special of the model that the template was taken from; none of a mere text
 */
public record ChatSource(ChatTemplate template, Map<String, String> special) {
  private static final Recent<String, ChatSource> SOURCES = new Recent<>(ChatSource::read);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Map<String, Object>>> MESSAGES = new TypeReference<>() {};

  /** The template that an argument means: its text, a file, or that of a model. */
  public static ChatSource of(String argument) {
    return SOURCES.of(argument);
  }

  private static ChatSource read(String argument) {
    if (argument.contains("{{") || argument.contains("{%")) {
      return new ChatSource(compiled(argument, "the template"), Map.of());
    }
    if (argument.endsWith(".jinja")) {
      return new ChatSource(compiled(file(argument), argument), Map.of());
    }
    try (Checkpoint model = Checkpoint.open(Path.of(argument))) {
      String text =
          model
              .chatTemplate()
              .orElseThrow(
                  () ->
                      UserError.at(
                          argument,
                          "",
                          "the model has no chat template",
                          "give the template's text instead"));
      return new ChatSource(compiled(text, argument), model.specialTokens());
    }
  }

  private static String file(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw UserError.at(
              path,
              "",
              "the chat template cannot be read on this machine",
              "put it where every executor sees it, or give its text")
          .causedBy(e);
    }
  }

  private static ChatTemplate compiled(String text, String place) {
    try {
      return ChatTemplate.compile(text);
    } catch (TemplateException e) {
      throw broken(e, place);
    }
  }

  /** What closes an answer; empty when the template writes nothing there. */
  public Optional<String> endOfTurn() {
    return template.endOfTurn(options(null)).map(String::strip);
  }

  /** A template that is not for conversations. */
  static Template template(String text) {
    try {
      return Template.compile(text);
    } catch (TemplateException e) {
      throw broken(e, "the template");
    }
  }

  private static UserError broken(TemplateException e, String place) {
    return UserError.at(place, Integer.toString(e.line()), e.getMessage(), "mend the template");
  }

  /** The text of a conversation, a list of messages or JSON. */
  public String chat(Object messages, boolean generation, Map<?, ?> variables) {
    try {
      return template
          .render(conversation(messages), options(variables).withGenerationPrompt(generation))
          .text();
    } catch (TemplateException e) {
      throw refused(e);
    }
  }

  /** The text of a conversation with what is trained of it. */
  public Rendering trainingText(Object messages, Map<?, ?> variables) {
    try {
      return template.trainingText(conversation(messages), options(variables), TrainOn.ANSWERS);
    } catch (TemplateException e) {
      throw refused(e);
    }
  }

  private static UserError refused(TemplateException e) {
    return UserError.of(
        "the chat template refuses a conversation: " + e.getMessage(),
        "leave out such rows, or take another template");
  }

  private ChatOptions options(Map<?, ?> variables) {
    Map<String, Object> all = new HashMap<>();
    if (variables != null) {
      variables.forEach((name, value) -> all.put((String) name, value));
    }
    return ChatOptions.DEFAULT.withSpecialTokens(special).withVariables(all);
  }

  @SuppressWarnings("unchecked") // the kind MESSAGES has nothing else
  private static Conversation conversation(Object messages) {
    return Conversation.of(
        messages instanceof List<?> list
            ? (List<Map<String, Object>>) list
            : messages((String) messages));
  }

  /** The messages of a JSON list. */
  public static List<Map<String, Object>> messages(String json) {
    try {
      return JSON.readValue(json, MESSAGES);
    } catch (JsonProcessingException e) {
      throw UserError.of(
          "messages are no JSON list of objects", // the parser's message would quote them
          "write them as [{\"role\": \"user\", \"content\": \"...\"}]");
    }
  }
}
