package org.sluice.jobs.sql;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.text.language.Identified;
import org.sluice.text.language.LanguageCodes;
import org.sluice.text.language.LanguageIdentifier;

/** The namespace language. */
final class LanguageFunctions {
  private static final LanguageIdentifier IDENTIFIER = new LanguageIdentifier();

  private LanguageFunctions() {}

  static List<SqlFunction> all() {
    return List.of(
        new SqlFunction(
            "language.detect",
            "The ISO 639-3 code of the language that a text is in, und when unknown, and how sure"
                + " that is, 0 to 1.",
            List.of(Parameter.of("text", Kind.TEXT)),
            new StructType().add("code", DataTypes.StringType).add("score", DataTypes.DoubleType),
            arguments -> detect((String) arguments[0]),
            new SqlFunction.Example(
                "sluice.language.detect('Die Aktie stieg gestern um zehn Prozent.').code", "deu")),
        new SqlFunction(
            "language.code",
            "The ISO 639-3 code that detect gives for a language, from a code of two or three"
                + " letters.",
            List.of(Parameter.of("code", Kind.TEXT)),
            DataTypes.StringType,
            arguments -> LanguageCodes.canonical((String) arguments[0]),
            new SqlFunction.Example("sluice.language.code('en')", "eng")));
  }

  private static Object[] detect(String text) {
    Identified found = IDENTIFIER.identify(text);
    return new Object[] {found.code(), found.score()};
  }
}
