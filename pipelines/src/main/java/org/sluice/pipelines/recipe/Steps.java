package org.sluice.pipelines.recipe;

import static org.sluice.pipelines.recipe.TableKind.BLOCKS;
import static org.sluice.pipelines.recipe.TableKind.DOCUMENTS;
import static org.sluice.pipelines.recipe.TableKind.NONE;
import static org.sluice.pipelines.recipe.TableKind.SAMPLES;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.jobs.Step;
import org.sluice.jobs.clean.CleanOptions;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.evaluate.EvaluateOptions;
import org.sluice.jobs.export.ExportOptions;
import org.sluice.jobs.format.FormatOptions;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.pretrain.PretrainOptions;
import org.sluice.jobs.redact.RedactOptions;
import org.sluice.jobs.tokenize.TokenizeOptions;
import org.sluice.jobs.tokenizer.TokenizerOptions;
import org.sluice.jobs.train.TrainOptions;
import org.sluice.jobs.write.WriteOptions;

/** Every step that a recipe can have, in the usual order. Docs and commands are made from it. */
public final class Steps {
  public static final List<StepEntry<?>> ALL =
      List.of(
          table(
              "ingest",
              NONE,
              DOCUMENTS,
              "documents",
              IngestOptions.class,
              Steps::missing,
              "read files into the table documents; broken lines go to the table rejects",
              "--path data/rows.jsonl"),
          table(
              "clean",
              DOCUMENTS,
              DOCUMENTS,
              "cleaned",
              CleanOptions.class,
              Steps::missing,
              "mend Unicode, identify the language, drop rows by rules",
              "--profiles '[gopher-quality@datatrove]'"),
          table(
              "dedup",
              DOCUMENTS,
              DOCUMENTS,
              "deduplicated",
              DedupOptions.class,
              Steps::missing,
              "drop copies and near-copies; the smallest id stays",
              "--minhash.bands 14"),
          table(
              "redact",
              DOCUMENTS,
              DOCUMENTS,
              "redacted",
              RedactOptions.class,
              Steps::missing,
              "take personal data out of the text",
              "--entities '{EMAIL: tag}'"),
          files(
              "tokenizer",
              DOCUMENTS,
              List.of("tokenizer", "--vocab_size 8000"),
              TokenizerOptions.class,
              Steps::missing,
              "train a byte-level BPE tokenizer on the documents"),
          files(
              "pretrain",
              DOCUMENTS,
              List.of("base-model", "--steps 300"),
              PretrainOptions.class,
              Steps::missing,
              "train a small Llama from scratch on the documents"),
          table(
              "format",
              DOCUMENTS,
              SAMPLES,
              "formatted",
              FormatOptions.class,
              Steps::missing,
              "make prompts and answers of rows",
              "--template alpaca"),
          table(
              "tokenize",
              SAMPLES,
              BLOCKS,
              "blocks",
              TokenizeOptions.class,
              Steps::missing,
              "make blocks of tokens for training",
              "--model.path models/SmolLM2.gguf"),
          files(
              "train",
              BLOCKS,
              List.of("train", "--model.path models/SmolLM2.gguf --steps 100"),
              TrainOptions.class,
              Steps::missing,
              "tune the model in a barrier stage, one rank an executor"),
          files(
              "evaluate",
              BLOCKS,
              List.of("metrics.json", "--model.path models/SmolLM2.gguf --labels '[no, yes]'"),
              EvaluateOptions.class,
              Steps::missing,
              "compare the model before and after tuning"),
          files(
              "export",
              NONE,
              List.of(
                  "export", "--model.path models/SmolLM2.gguf --merged true --merge_into original"),
              ExportOptions.class,
              Steps::missing,
              "write the adapter as PEFT and the merged weights as transformers read them"),
          files(
              "write",
              DOCUMENTS,
              List.of("final", "--columns '[id, text]'"),
              WriteOptions.class,
              Steps::missing,
              "write the documents as Parquet"));

  private Steps() {}

  /** The step of this name. */
  public static Optional<StepEntry<?>> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * The table that a step reads when nothing else is said: its kind's newest in the usual order.
   */
  public static String usualInput(StepEntry<?> reader) {
    return ALL.subList(0, ALL.indexOf(reader)).stream()
        .filter(entry -> entry.writes() == reader.reads() && entry.writes() != NONE)
        .map(StepEntry::table)
        .reduce("", (first, second) -> second);
  }

  private static <O extends Record> StepEntry<O> table(
      String name,
      TableKind reads,
      TableKind writes,
      String table,
      Class<O> options,
      Supplier<Step<O>> step,
      String help,
      String example) {
    return new StepEntry<>(name, reads, writes, table, List.of(), options, step, help, example);
  }

  private static <O extends Record> StepEntry<O> files(
      String name,
      TableKind reads,
      List<String> leaves,
      Class<O> options,
      Supplier<Step<O>> step,
      String help,
      String example) {
    return new StepEntry<>(name, reads, NONE, "", leaves, options, step, help, example);
  }

  private static <O extends Record> Step<O> missing() {
    throw new UnsupportedOperationException();
  }
}
