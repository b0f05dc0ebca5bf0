package org.sluice.jobs.sql;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.text.prompt.AlpacaPrompt;
import org.sluice.text.prompt.Rendering;
import org.sluice.text.prompt.jinja.Template;

/** The namespace prompt: what a model reads. */
final class PromptFunctions {
  private static final Recent<String, Template> TEMPLATES = new Recent<>(ChatSource::template);
  private static final Parameter MESSAGES = Parameter.of("messages", Kind.MESSAGES);
  private static final Parameter TEMPLATE = Parameter.of("template", Kind.TEXT);
  private static final Parameter VARIABLES = Parameter.optional("variables", Kind.VALUES);
  private static final StructType SPAN =
      new StructType().add("start", DataTypes.IntegerType).add("end", DataTypes.IntegerType);
  private static final String CHAT =
      "'{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}"
          + "{% if add_generation_prompt %}<assistant>{% endif %}'";

  private PromptFunctions() {}

  static List<SqlFunction> all() {
    return List.of(
        new SqlFunction(
            "prompt.chat",
            "A conversation as a chat template writes it. The template is Jinja text, or the path"
                + " of a .jinja file or of a model whose template and special tokens are taken, to"
                + " be read by every executor. With true the text ends in the head of an answer;"
                + " variables are what the template sees besides, such as bos_token.",
            List.of(MESSAGES, TEMPLATE, Parameter.optional("generation", Kind.FLAG), VARIABLES),
            DataTypes.StringType,
            PromptFunctions::chat,
            new SqlFunction.Example(
                "sluice.prompt.chat(array(named_struct('role', 'user', 'content', 'Hello')), "
                    + CHAT
                    + ", true)",
                "<user>Hello</s><assistant>")),
        new SqlFunction(
            "prompt.training_text",
            "A conversation as it is trained: the text, and the spans, in code points, whose tokens"
                + " are labels: the answers with what ends them.",
            List.of(MESSAGES, TEMPLATE, VARIABLES),
            new StructType()
                .add("text", DataTypes.StringType)
                .add("spans", DataTypes.createArrayType(SPAN, false)),
            PromptFunctions::trainingText,
            new SqlFunction.Example(
                "sluice.prompt.training_text("
                    + "'[{\"role\": \"user\", \"content\": \"Hello\"},"
                    + " {\"role\": \"assistant\", \"content\": \"Hi\"}]', "
                    + CHAT
                    + ")",
                "{<user>Hello</s><assistant>Hi</s>, [{26, 32}]}")),
        new SqlFunction(
            "prompt.alpaca",
            "The prompt of Stanford Alpaca, with or without an input.",
            List.of(Parameter.of("instruction", Kind.TEXT), Parameter.optional("input", Kind.TEXT)),
            DataTypes.StringType,
            arguments -> AlpacaPrompt.prompt((String) arguments[0], (String) arguments[1]),
            new SqlFunction.Example(
                "split(sluice.prompt.alpaca('Add.', '2 2'), '\\n')[3]", "Add.")),
        new SqlFunction(
            "prompt.render",
            "A Jinja template that sees the values as variables; values are never read as"
                + " templates.",
            List.of(TEMPLATE, Parameter.of("values", Kind.VALUES)),
            DataTypes.StringType,
            PromptFunctions::render,
            new SqlFunction.Example(
                "sluice.prompt.render('Sentiment of: {{ sentence | trim }}', map('sentence', ' Up"
                    + " '))",
                "Sentiment of: Up")));
  }

  private static String chat(Object[] arguments) {
    boolean generation = Boolean.TRUE.equals(arguments[2]);
    return ChatSource.of((String) arguments[1])
        .chat(arguments[0], generation, (Map<?, ?>) arguments[3]);
  }

  private static Object[] trainingText(Object[] arguments) {
    Rendering rendering =
        ChatSource.of((String) arguments[1]).trainingText(arguments[0], (Map<?, ?>) arguments[2]);
    List<Object[]> spans =
        rendering.assistantSpans().stream()
            .map(span -> new Object[] {span.start(), span.end()})
            .toList();
    return new Object[] {rendering.text(), spans};
  }

  @SuppressWarnings("unchecked") // the kind VALUES has strings as keys
  private static String render(Object[] arguments) {
    return TEMPLATES.of((String) arguments[0]).render((Map<String, ?>) arguments[1]);
  }
}
