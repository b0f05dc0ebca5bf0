package org.sluice.text.prompt;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.text.prompt.jinja.ErrorKind;
import org.sluice.text.prompt.jinja.Limits;
import org.sluice.text.prompt.jinja.Template;
import org.sluice.text.prompt.jinja.TemplateException;

/**
 * A model's chat template: renders as transformers' apply_chat_template does, and says which part
 * of the text is to be trained. Immutable and safe to share among threads.
 */
public final class ChatTemplate {
  private static final List<String> REASONING =
      List.of("reasoning_content", "thinking", "reasoning");

  private final String source;
  private final Template template;

  private ChatTemplate(String source, Template template) {
    this.source = source;
    this.template = template;
  }

  /**
   * Compiles the text of a template.
   *
   * @throws TemplateException of kind SYNTAX, with the line
   */
  public static ChatTemplate compile(String source) {
    return new ChatTemplate(source, Template.compile(source));
  }

  /** Whether the template says itself, by {@code generation} blocks, what the assistant wrote. */
  public boolean marksGeneration() {
    return template.marksGeneration();
  }

  /**
   * Renders a conversation.
   *
   * @throws TemplateException when the template refuses it ({@link ErrorKind#RAISED}) or fails
   */
  public Rendering render(Conversation conversation, ChatOptions options) {
    List<Map<String, Object>> messages = new ArrayList<>();
    conversation.messages().forEach(message -> messages.add(prepared(message)));
    if (messages.isEmpty()) {
      throw new TemplateException(
          ErrorKind.OTHER,
          "Cannot apply chat template to an empty conversation. Provide at least one message.",
          0);
    }
    if (options.continueFinalMessage() != null) {
      return continued(conversation.with(messages), options);
    }
    return rendered(conversation.with(messages), options);
  }

  private Rendering rendered(Conversation conversation, ChatOptions options) {
    Map<String, Object> variables = new HashMap<>();
    variables.putAll(options.specialTokens());
    variables.putAll(options.variables());
    variables.put("messages", conversation.messages());
    variables.put("tools", conversation.tools());
    variables.put("documents", conversation.documents());
    variables.put("add_generation_prompt", options.addGenerationPrompt());
    Supplier<LocalDateTime> clock = options.now() == null ? LocalDateTime::now : options::now;
    Template.Output output = template.render(variables, clock, Limits.DEFAULT);
    List<Span> spans = new ArrayList<>();
    for (int[] units : output.generated()) {
      spans.add(spanOf(output.text(), units));
    }
    return new Rendering(output.text(), spans);
  }

  /** A block within a macro may be said to reach beyond the text; transformers says the same. */
  private static Span spanOf(String text, int[] units) {
    int beyond = Math.max(0, units[1] - text.length());
    Span inside = Span.ofUnits(text, units[0], units[1] - beyond);
    return new Span(inside.start(), inside.end() + beyond);
  }

  /** Keys with a null value left out, and the reasoning under both names that templates read. */
  private static Map<String, Object> prepared(Map<String, Object> message) {
    Map<String, Object> given = new LinkedHashMap<>();
    message.forEach(
        (key, value) -> {
          if (value != null) {
            given.put(key, value);
          }
        });
    Optional<String> field = REASONING.stream().filter(given::containsKey).findFirst();
    if (field.isEmpty()) {
      return given;
    }
    Object reasoning = given.get(field.get());
    Map<String, Object> prepared = new LinkedHashMap<>();
    prepared.put("thinking", given.getOrDefault("thinking", reasoning));
    given.forEach(prepared::putIfAbsent);
    prepared.put("reasoning_content", reasoning);
    return prepared;
  }

  private Rendering continued(Conversation conversation, ChatOptions options) {
    if (options.addGenerationPrompt()) {
      throw new TemplateException(
          ErrorKind.OTHER,
          "continue_final_message and add_generation_prompt are not compatible.",
          0);
    }
    ContinuedMessage last =
        ContinuedMessage.of(
            conversation.messages(), options.continueFinalMessage(), REASONING, source);
    Rendering marked = rendered(conversation.with(last.markedMessages()), options);
    return new Rendering(last.cut(marked.text()), List.of());
  }

  /**
   * Renders a conversation for training.
   *
   * @return the text, and the spans whose tokens are labels: the answers with their end-of-turn
   *     token, or everything
   * @throws TemplateException as {@link #render}
   * @throws org.sluice.base.UserError when the answers cannot be found in the text
   */
  public Rendering trainingText(Conversation conversation, ChatOptions options, TrainOn trainOn) {
    ChatOptions closed = options.withGenerationPrompt(false).withContinueFinalMessage(null);
    Rendering whole = render(conversation, closed);
    return switch (trainOn) {
      case ALL ->
          new Rendering(
              whole.text(), List.of(Span.ofUnits(whole.text(), 0, whole.text().length())));
      case ANSWERS ->
          template.marksGeneration()
              ? whole
              : new Rendering(
                  whole.text(),
                  new AnswerFinder(this, closed, conversation).find(conversation, whole.text()));
    };
  }

  /**
   * The text that closes each answer, such as {@code <|im_end|>}, found by rendering a small
   * made-up conversation; empty when the template writes none.
   */
  public Optional<String> endOfTurn(ChatOptions options) {
    return new EndOfTurn(this, options, null).find();
  }

  /**
   * Refuses a template whose end-of-turn token would never be trained: the tuned model would not
   * know when to stop.
   *
   * @throws org.sluice.base.UserError that says why
   */
  public void requireTrainedEndOfTurn(ChatOptions options) {
    new EndOfTurn(this, options, null).require();
  }
}
