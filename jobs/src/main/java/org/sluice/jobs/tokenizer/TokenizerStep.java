package org.sluice.jobs.tokenizer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Json;
import org.sluice.engine.tokenizer.BpeTrainer;
import org.sluice.engine.tokenizer.TrainedTokenizer;
import org.sluice.engine.tokenizer.UnigramTokenizer;
import org.sluice.engine.tokenizer.VocabularyOptions;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;

/**
 * Trains a tokenizer, byte-level BPE or unigram, on the words of a table; writes OUTPUT/tokenizer.
 */
public final class TokenizerStep implements Step<TokenizerOptions> {
  private static final String END_OF_TEXT = "<|endoftext|>";
  private static final List<String> SPECIAL = List.of(END_OF_TEXT, "<|im_start|>", "<|im_end|>");

  /** ChatML, the plainest of the templates in use. */
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content']"
          + " + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}"
          + "{{ '<|im_start|>assistant\\n' }}{% endif %}";

  @Override
  public String name() {
    return "tokenizer";
  }

  @Override
  public Class<TokenizerOptions> options() {
    return TokenizerOptions.class;
  }

  @Override
  public String codeVersion() {
    return "2";
  }

  /** Where a run's own tokenizer lies. */
  public static Path folder(Path output) {
    return output.resolve("tokenizer");
  }

  @Override
  public void check(SparkSession spark, TokenizerOptions options, StepContext context) {
    options.chatTemplate().ifPresent(file -> Json.text(Path.of(file)));
  }

  @Override
  public StepResult run(SparkSession spark, TokenizerOptions options, StepContext context) {
    Dataset<Row> table = context.tables().read(context.inputTable());
    TextColumns.check(table, options.columns(), "tokenizer.columns");
    context.progress().begin(name(), "words", 0);
    List<Row> words =
        WordCounts.of(table, options.columns(), options.leastCount(), options.algorithm());
    if (words.isEmpty()) {
      throw UserError.of(
          "table "
              + context.inputTable()
              + " has no word that occurs "
              + options.leastCount()
              + " times",
          "look into the table of dropped rows, or lower tokenizer.min_count");
    }
    TrainedTokenizer trained = trained(options, words);
    Path folder = folder(context.output());
    AtomicFiles.write(folder.resolve("tokenizer.json"), trained.tokenizerJson());
    AtomicFiles.write(folder.resolve("tokenizer_config.json"), trained.tokenizerConfigJson());
    context.progress().end();
    return StepResult.kept(table.count(), List.of()).withMetrics(Map.of("words", words.size()));
  }

  private static TrainedTokenizer trained(TokenizerOptions options, List<Row> words) {
    return switch (options.algorithm()) {
      case BPE -> {
        BpeTrainer trainer = new BpeTrainer(vocabulary(options));
        words.forEach(row -> trainer.addWord(row.getString(0), row.getLong(1)));
        yield trainer.train();
      }
      case UNIGRAM -> {
        UnigramTokenizer trainer =
            new UnigramTokenizer(vocabulary(options), options.characterCoverage());
        words.forEach(row -> trainer.addWord(row.getString(0), row.getLong(1)));
        yield trainer.train();
      }
    };
  }

  private static VocabularyOptions vocabulary(TokenizerOptions options) {
    String template =
        options.chatTemplate().map(file -> Json.text(Path.of(file))).orElse(CHAT_TEMPLATE);
    return new VocabularyOptions(
        options.vocabSize(),
        options.leastCount(),
        SPECIAL,
        Optional.empty(),
        END_OF_TEXT,
        END_OF_TEXT,
        Optional.of(template));
  }
}
