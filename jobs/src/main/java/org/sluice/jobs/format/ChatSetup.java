package org.sluice.jobs.format;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.hub.Hub;
import org.sluice.text.prompt.ChatOptions;
import org.sluice.text.prompt.ChatTemplate;
import org.sluice.text.prompt.jinja.TemplateException;

/**
 * A chat template with what it is given besides the messages.
 *
 * @param source the template in Jinja
 * @param place where it came from, for messages
 * @param specialTokens the model's, by role
 * @param now what the template may write as today
 */
record ChatSetup(
    String source, String place, TreeMap<String, String> specialTokens, LocalDateTime now)
    implements Serializable {

  /**
   * Reads the template that the settings mean.
   *
   * @throws UserError when there is none
   */
  static ChatSetup of(FormatOptions options) {
    TreeMap<String, String> special = new TreeMap<>();
    String source = null;
    String place = options.modelPath().orElse("");
    if (options.modelPath().isPresent()) {
      try (Checkpoint model = Checkpoint.open(Hub.local(place, Progress.SILENT))) {
        special.putAll(model.specialTokens());
        source = model.chatTemplate().orElse(null);
      }
    }
    if (options.chatTemplate().isPresent()) {
      place = options.chatTemplate().get();
      source = read(Path.of(place));
    }
    if (source == null) {
      throw UserError.at(
          place, "", "the model has no chat template", "name one in format.chat_template");
    }
    LocalDate date = options.date().map(LocalDate::parse).orElseGet(LocalDate::now);
    return new ChatSetup(source, place, special, date.atStartOfDay());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw UserError.at(file, "", "the chat template cannot be read", "check the path")
          .causedBy(e);
    }
  }

  /** The compiled template. */
  ChatTemplate template() {
    try {
      return ChatTemplate.compile(source);
    } catch (TemplateException e) {
      throw UserError.at(place, Integer.toString(e.line()), e.getMessage(), "correct the template");
    }
  }

  ChatOptions options() {
    return new ChatOptions(false, null, specialTokens, Map.of(), now);
  }
}
