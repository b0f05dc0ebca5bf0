package org.sluice.jobs.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sluice.base.UserError;
import org.sluice.text.prompt.ChatOptions;
import org.sluice.text.prompt.ChatTemplate;
import org.sluice.text.prompt.Conversation;
import org.sluice.text.prompt.PromptTemplate;
import org.sluice.text.prompt.Rendering;
import org.sluice.text.prompt.Span;
import org.sluice.text.prompt.TrainOn;
import org.sluice.text.prompt.jinja.TemplateException;

/** Conversations through a chat template: whole ones, or a question and its answer. */
final class ChatFormatter implements Formatter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Map<String, Object>>> MESSAGES = new TypeReference<>() {};

  private final Columns columns;
  private final ChatTemplate template;
  private final ChatOptions options;
  private final PromptTemplate own;

  /**
   * Where the parts of a conversation stand.
   *
   * @param system null when there is no system message
   * @param messages null when a row is one question with its answer
   */
  record Columns(Questions questions, String output, String system, String messages)
      implements Serializable {

    static Columns of(FormatOptions options) {
      return new Columns(
          Questions.of(options),
          options.outputColumn(),
          options.systemColumn().orElse(null),
          options.messagesColumn().orElse(null));
    }
  }

  private ChatFormatter(Columns columns, ChatSetup setup) {
    this.columns = columns;
    this.template = setup.template();
    this.options = setup.options();
    this.own = columns.questions().prompt() == null ? null : columns.questions().template();
  }

  static Maker of(Columns columns, ChatSetup setup) {
    return () -> new ChatFormatter(columns, setup);
  }

  @Override
  public Example format(Map<String, Object> row) throws Unfit {
    try {
      Conversation conversation =
          Conversation.of(columns.messages() == null ? exchange(row) : conversation(row));
      return example(template.trainingText(conversation, options, TrainOn.ANSWERS));
    } catch (TemplateException e) {
      throw new Unfit("template_refuses");
    } catch (UserError e) {
      throw new Unfit("answer_not_found");
    }
  }

  private static Example example(Rendering rendering) throws Unfit {
    List<Span> spans = rendering.assistantSpans();
    if (spans.isEmpty()) {
      throw new Unfit("empty_answer");
    }
    int[] trained = spans.stream().flatMapToInt(s -> IntStream.of(s.start(), s.end())).toArray();
    String text = rendering.text();
    int answer = text.offsetByCodePoints(0, trained[0]);
    return new Example(text.substring(0, answer), text.substring(answer), true, trained);
  }

  private List<Map<String, Object>> exchange(Map<String, Object> row) throws Unfit {
    List<Map<String, Object>> messages = new ArrayList<>();
    Object system = columns.system() == null ? null : row.get(columns.system());
    if (system != null && !system.toString().isEmpty()) {
      messages.add(Map.of("role", "system", "content", system));
    }
    messages.add(Map.of("role", "user", "content", question(row)));
    String answer = PromptFormatter.answer(row, columns.output());
    messages.add(Map.of("role", "assistant", "content", answer));
    return messages;
  }

  /** Instruction and input on lines of their own, as LLaMA-Factory joins them. */
  private String question(Map<String, Object> row) throws Unfit {
    if (own != null) {
      return own.render(row).prompt();
    }
    String input = columns.questions().input(row);
    String instruction = columns.questions().instruction(row);
    return input.isEmpty() ? instruction : instruction + "\n" + input;
  }

  private List<Map<String, Object>> conversation(Map<String, Object> row) throws Unfit {
    Object text = row.get(columns.messages());
    try {
      return text == null ? List.of() : JSON.readValue(text.toString(), MESSAGES);
    } catch (JsonProcessingException e) {
      throw new Unfit("messages_not_json");
    }
  }
}
