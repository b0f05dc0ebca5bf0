package org.sluice.jobs.sql;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.text.privacy.EntityModes;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redactor;
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

  private record Setup(Mode mode, List<?> entities, PrivacySetup privacy) {
    Redactor redactor() {
      List<String> sought =
          entities == null ? USUAL : entities.stream().map(String::valueOf).toList();
      return privacy.redactor(EntityModes.of(sought, mode));
    }
  }

  /**
   * The functions.
   *
   * @param privacy with the key of the mode hash and the user's model, if there are any
   */
  static List<SqlFunction> all(PrivacySetup privacy) {
    return List.of(
        new SqlFunction(
            "privacy.redact",
            "The text with personal data replaced: tag (the default), mask, hash, remove or fake. Of"
                + " the entities that docs/recipes.md lists, EMAIL, PHONE, CARD and IBAN unless"
                + " others are given; 'EMAIL:mask' has a mode of its own. hash wants the key in an"
                + " environment variable of the driver that spark.sql.catalog.sluice.hash_key_env"
                + " names.",
            List.of(TEXT, Parameter.optional("mode", Kind.TEXT), ENTITIES),
            DataTypes.StringType,
            arguments -> redact(arguments, privacy),
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
            arguments -> redactMessages(arguments, privacy),
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
            arguments -> find((String) arguments[0], (List<?>) arguments[1], privacy),
            new SqlFunction.Example(
                "sluice.privacy.find('Write to ana@example.org')", "[{EMAIL, 9, 24, 1.0}]")));
  }

  private static String redact(Object[] arguments, PrivacySetup privacy) {
    return redactor(arguments, privacy).redact((String) arguments[0]).text();
  }

  private static String redactMessages(Object[] arguments, PrivacySetup privacy) {
    String messages = (String) arguments[0];
    Redactor.Document document = redactor(arguments, privacy).document(messages);
    return TurnRedactor.redact(document, messages).text();
  }

  private static Redactor redactor(Object[] arguments, PrivacySetup privacy) {
    String mode = arguments[1] == null ? "tag" : (String) arguments[1];
    return REDACTORS.of(new Setup(Mode.named(mode), (List<?>) arguments[2], privacy));
  }

  private static List<Object[]> find(String text, List<?> entities, PrivacySetup privacy) {
    return REDACTORS.of(new Setup(Mode.TAG, entities, privacy)).find(text).stream()
        .map(PrivacyFunctions::parts)
        .toList();
  }

  private static Object[] parts(Span span) {
    return new Object[] {span.type(), span.start(), span.end(), span.score()};
  }
}
