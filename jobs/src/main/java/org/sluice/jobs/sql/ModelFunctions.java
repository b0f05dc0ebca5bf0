package org.sluice.jobs.sql;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.clean.FastTextModels;
import org.sluice.jobs.clean.ImportanceModels;
import org.sluice.jobs.clean.NgramModels;
import org.sluice.jobs.clean.PerplexityOptions;
import org.sluice.text.importance.Importance;
import org.sluice.text.perplexity.Sentences.Tokens;

/** The namespace model: what small models say of a text. Each executor reads a model once. */
final class ModelFunctions {
  private static final Recent<String, Tokenizer> TOKENIZERS =
      new Recent<>(ModelFunctions::tokenizer);
  private static final Parameter TEXT = Parameter.of("text", Kind.TEXT);
  private static final Parameter MODEL = Parameter.of("model", Kind.TEXT);
  private static final StructType LABEL =
      new StructType().add("label", DataTypes.StringType).add("probability", DataTypes.DoubleType);
  private static final String TINY = "'engine/src/test/resources/golden/tiny'";

  private ModelFunctions() {}

  static List<SqlFunction> all() {
    return List.of(
        new SqlFunction(
            "model.fasttext",
            "The likeliest labels of a text by a supervised model of fastText (.bin or .ftz) that"
                + " every executor can read; the third argument is how many, 1 unless given.",
            List.of(TEXT, MODEL, Parameter.optional("most", Kind.NUMBER)),
            DataTypes.createArrayType(LABEL, false),
            ModelFunctions::labels,
            new SqlFunction.Example(
                "sluice.model.fasttext('word269 word34 w238é',"
                    + " 'udfs/src/test/resources/org/sluice/text/fasttext-made.ftz')[0].label",
                "c")),
        new SqlFunction(
            "model.perplexity",
            "CCNet's perplexity of a text by a model of n-grams in the ARPA format; the model's"
                + " words are words (the default), chinese_words or characters. NULL without words.",
            List.of(TEXT, MODEL, Parameter.optional("tokens", Kind.TEXT)),
            DataTypes.DoubleType,
            ModelFunctions::perplexity,
            new SqlFunction.Example(
                "sluice.model.perplexity('the sea', 'jobs/src/test/resources/sea.arpa')", "2.2")),
        new SqlFunction(
            "model.importance",
            "How much likelier a text is in a kind of text that is wanted than in a source, in nats,"
                + " by a file of the step importance_model. NULL for an empty text.",
            List.of(TEXT, MODEL),
            DataTypes.DoubleType,
            arguments -> importance((String) arguments[0], (String) arguments[1]),
            new SqlFunction.Example(
                "round(sluice.model.importance('the sea', 'jobs/src/test/resources/sea.json'), 3)",
                "-1.204")),
        new SqlFunction(
            "model.tokens",
            "Token ids of a text by the tokenizer of a model, a folder or a .gguf file, without"
                + " special tokens.",
            List.of(TEXT, MODEL),
            DataTypes.createArrayType(DataTypes.IntegerType, false),
            arguments -> tokens((String) arguments[0], (String) arguments[1]),
            new SqlFunction.Example("size(sluice.model.tokens('a', " + TINY + "))", "1")),
        new SqlFunction(
            "model.token_text",
            "The text of token ids by the tokenizer of a model.",
            List.of(Parameter.of("ids", Kind.NUMBERS), MODEL),
            DataTypes.StringType,
            arguments -> text((List<?>) arguments[0], (String) arguments[1]),
            new SqlFunction.Example(
                "sluice.model.token_text(sluice.model.tokens('It fell.', %s), %s)"
                    .formatted(TINY, TINY),
                "It fell.")));
  }

  private static List<Object[]> labels(Object[] arguments) {
    int most = arguments[2] == null ? 1 : (Integer) arguments[2];
    return FastTextModels.of((String) arguments[1]).predict((String) arguments[0], most).stream()
        .map(found -> new Object[] {found.label(), found.probability()})
        .toList();
  }

  private static Double perplexity(Object[] arguments) {
    PerplexityOptions options =
        PerplexityOptions.of((String) arguments[1], kind((String) arguments[2]));
    double found = NgramModels.of(options).of((String) arguments[0]);
    return Double.isNaN(found) ? null : (Double) found;
  }

  private static Double importance(String text, String model) {
    double found = ImportanceModels.of(model).of(text, Importance.Length.CHARACTERS).importance();
    return Double.isNaN(found) ? null : (Double) found;
  }

  private static Tokens kind(String name) {
    for (Tokens known : Tokens.values()) {
      if (name == null || known.name().equalsIgnoreCase(name)) {
        return known;
      }
    }
    List<String> known =
        Arrays.stream(Tokens.values()).map(t -> t.name().toLowerCase(Locale.ROOT)).toList();
    throw UserError.of(
        "unknown kind of tokens '" + name + "'",
        "the nearest is '" + Nearest.to(name, known) + "'; the kinds are " + known);
  }

  private static Tokenizer tokenizer(String model) {
    try (Checkpoint checkpoint = Checkpoint.open(Path.of(model))) {
      return Tokenizer.of(checkpoint.tokenizerJson(), model);
    }
  }

  private static List<Integer> tokens(String text, String model) {
    return Arrays.stream(TOKENIZERS.of(model).ids(text, false)).boxed().toList();
  }

  private static String text(List<?> ids, String model) {
    int[] numbers = ids.stream().mapToInt(id -> ((Long) id).intValue()).toArray();
    return TOKENIZERS.of(model).decode(numbers, false);
  }
}
