package org.sluice.jobs.sql;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;
import org.sluice.text.privacy.Span;
import org.sluice.text.privacy.TurnRedactor;

/** The namespace privacy: personal data. */
final class PrivacyFunctions {
  /** What the step redact seeks unless told otherwise. */
  private static final List<String> USUAL = List.of("CARD", "EMAIL", "IBAN", "PHONE");

  private static final Recent<Setup, Redactor> REDACTORS = new Recent<>(Setup::redactor);
  private static final Parameter TEXT = Parameter.of("text", Kind.TEXT);
  private static final Parameter ENTITIES = Parameter.optional("entities", Kind.TEXTS);
  private static final StructType SPAN =
      new StructType()
          .add("type", DataTypes.StringType)
          .add("start", DataTypes.IntegerType)
          .add("end", DataTypes.IntegerType)
          .add("score", DataTypes.DoubleType);

  private PrivacyFunctions() {}

  private record Setup(Mode mode, List<?> entities, RedactorOptions options) {
    Redactor redactor() {
      Map<String, Mode> modes = new TreeMap<>();
      for (Object entity : entities == null ? USUAL : entities) {
        modes.put(String.valueOf(entity), mode);
      }
      return Redactor.of(modes, options);
    }
  }

  /**
   * The functions.
   *
   * @param options with the key of the mode hash, if there is one
   */
  static List<SqlFunction> all(RedactorOptions options) {
    return List.of(
        new SqlFunction(
            "privacy.redact",
            "The text with personal data replaced: tag (the default), mask, hash or remove. Of the"
                + " types that `sluice redact --help` tells, EMAIL, PHONE, CARD and IBAN unless"
                + " others are given. hash wants the key in an environment variable of the driver"
                + " that spark.sql.catalog.sluice.hash_key_env names.",
            List.of(TEXT, Parameter.optional("mode", Kind.TEXT), ENTITIES),
            DataTypes.StringType,
            arguments -> redact(arguments, options),
            new SqlFunction.Example(
                "sluice.privacy.redact('Write to ana@example.org', 'tag')", "Write to <EMAIL>")),
        new SqlFunction(
            "privacy.redact_messages",
            "A conversation, as a JSON list of messages, with personal data replaced in what was"
                + " said and in what tools were called with; roles, ids and names of tools stay.",
            List.of(
                Parameter.of("messages", Kind.TEXT),
                Parameter.optional("mode", Kind.TEXT),
                ENTITIES),
            DataTypes.StringType,
            arguments -> redactMessages(arguments, options),
            new SqlFunction.Example(
                "sluice.privacy.redact_messages("
                    + "'[{\"role\": \"user\", \"content\": \"I am ana@example.org\"}]')",
                "[{\"role\":\"user\",\"content\":\"I am <EMAIL>\"}]")),
        new SqlFunction(
            "privacy.find",
            "Where personal data stands: type, first code point, one past the last, and how sure"
                + " that is, 0 to 1.",
            List.of(TEXT, ENTITIES),
            DataTypes.createArrayType(SPAN, false),
            arguments -> find((String) arguments[0], (List<?>) arguments[1], options),
            new SqlFunction.Example(
                "sluice.privacy.find('Write to ana@example.org')", "[{EMAIL, 9, 24, 1.0}]")));
  }

  private static String redact(Object[] arguments, RedactorOptions options) {
    return redactor(arguments, options).redact((String) arguments[0]).text();
  }

  private static String redactMessages(Object[] arguments, RedactorOptions options) {
    String messages = (String) arguments[0];
    Redactor.Document document = redactor(arguments, options).document(messages);
    return TurnRedactor.redact(document, messages).text();
  }

  private static Redactor redactor(Object[] arguments, RedactorOptions options) {
    String mode = arguments[1] == null ? "tag" : (String) arguments[1];
    return REDACTORS.of(new Setup(Mode.named(mode), (List<?>) arguments[2], options));
  }

  private static List<Object[]> find(String text, List<?> entities, RedactorOptions options) {
    return REDACTORS.of(new Setup(Mode.TAG, entities, options)).find(text).stream()
        .map(PrivacyFunctions::parts)
        .toList();
  }

  private static Object[] parts(Span span) {
    return new Object[] {span.type(), span.start(), span.end(), span.score()};
  }
}
