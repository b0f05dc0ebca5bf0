package org.sluice.pipelines.recipe;

import static org.sluice.pipelines.recipe.TableKind.BLOCKS;
import static org.sluice.pipelines.recipe.TableKind.DOCUMENTS;
import static org.sluice.pipelines.recipe.TableKind.NONE;
import static org.sluice.pipelines.recipe.TableKind.SAMPLES;
import static org.sluice.pipelines.recipe.TableKind.TEST_ROWS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sluice.jobs.Step;
import org.sluice.jobs.classify.Classify;
import org.sluice.jobs.classify.ClassifyOptions;
import org.sluice.jobs.clean.Clean;
import org.sluice.jobs.clean.CleanOptions;
import org.sluice.jobs.decontaminate.Decontaminate;
import org.sluice.jobs.decontaminate.DecontaminateOptions;
import org.sluice.jobs.dedup.Dedup;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.evaluate.EvaluateOptions;
import org.sluice.jobs.evaluate.EvaluateStep;
import org.sluice.jobs.export.ExportOptions;
import org.sluice.jobs.export.ExportStep;
import org.sluice.jobs.format.Format;
import org.sluice.jobs.format.FormatOptions;
import org.sluice.jobs.importance.ImportanceModelOptions;
import org.sluice.jobs.importance.ImportanceModelStep;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.mix.Mix;
import org.sluice.jobs.mix.MixOptions;
import org.sluice.jobs.ngrams.NgramModelOptions;
import org.sluice.jobs.ngrams.NgramModelStep;
import org.sluice.jobs.parts.DedupText;
import org.sluice.jobs.parts.DedupTextOptions;
import org.sluice.jobs.pretrain.PretrainOptions;
import org.sluice.jobs.pretrain.PretrainStep;
import org.sluice.jobs.redact.Redact;
import org.sluice.jobs.redact.RedactOptions;
import org.sluice.jobs.tokenize.Tokenize;
import org.sluice.jobs.tokenize.TokenizeOptions;
import org.sluice.jobs.tokenizer.TokenizerOptions;
import org.sluice.jobs.tokenizer.TokenizerStep;
import org.sluice.jobs.train.TrainOptions;
import org.sluice.jobs.train.TrainStep;
import org.sluice.jobs.write.Write;
import org.sluice.jobs.write.WriteOptions;
import org.sluice.pipelines.quickstart.GenerateOptions;
import org.sluice.pipelines.quickstart.GenerateStep;
import org.sluice.pipelines.report.ReportOptions;
import org.sluice.pipelines.report.ReportStep;

/** Every step that a recipe can have, in the usual order. Docs and commands are made from it. */
public final class Steps {
  public static final List<StepEntry<?>> ALL =
      List.of(
          files(
              "generate",
              NONE,
              List.of(),
              GenerateOptions.class,
              GenerateStep::new,
              "write a made-up corpus of finance news with planted defects",
              "--path raw --rows 5000"),
          tables(
              "ingest",
              NONE,
              Map.of(DOCUMENTS, "documents"),
              IngestOptions.class,
              Ingest::new,
              "read files into the table documents; broken lines go to the table rejects",
              "--path data/rows.jsonl"),
          tables(
              "clean",
              DOCUMENTS,
              Map.of(DOCUMENTS, "cleaned"),
              CleanOptions.class,
              Clean::new,
              "mend Unicode, identify the language, drop rows by rules",
              "--profiles '[gopher-quality@datatrove]'"),
          tables(
              "dedup",
              DOCUMENTS,
              Map.of(DOCUMENTS, "deduplicated"),
              DedupOptions.class,
              Dedup::new,
              "drop copies and near-copies; the smallest id stays",
              "--minhash.bands 14"),
          tables(
              "classify",
              DOCUMENTS,
              Map.of(DOCUMENTS, "classified"),
              ClassifyOptions.class,
              Classify::new,
              "keep what looks like good text to a classifier trained on two samples",
              "--positive '[books.jsonl]' --negative '[web.jsonl]'"),
          tables(
              "dedup_text",
              DOCUMENTS,
              Map.of(DOCUMENTS, "text_deduplicated"),
              DedupTextOptions.class,
              DedupText::new,
              "take lines, paragraphs or runs of sentences out that stand elsewhere",
              "--level sentences"),
          tables(
              "decontaminate",
              DOCUMENTS,
              Map.of(DOCUMENTS, "decontaminated"),
              DecontaminateOptions.class,
              Decontaminate::new,
              "take evaluation sets and held-out rows out of the training rows",
              "--against '[mmlu_test.jsonl]'"),
          tables(
              "redact",
              DOCUMENTS,
              Map.of(DOCUMENTS, "redacted"),
              RedactOptions.class,
              Redact::new,
              "take personal data out of the text",
              "--entities '{EMAIL: tag}'"),
          tables(
              "mix",
              DOCUMENTS,
              Map.of(DOCUMENTS, "mixed"),
              MixOptions.class,
              Mix::new,
              "take so much of each source, put the rows into an order, hold some out",
              "--weights '{web: 0.7, books: 0.3}' --budget 1000000"),
          files(
              "tokenizer",
              DOCUMENTS,
              List.of("tokenizer"),
              TokenizerOptions.class,
              TokenizerStep::new,
              "train a tokenizer on the documents: byte-level BPE or unigram",
              "--vocab_size 8000"),
          files(
              "ngram_model",
              DOCUMENTS,
              List.of("ngram-model/model.arpa"),
              NgramModelOptions.class,
              NgramModelStep::new,
              "train a model of n-grams, as KenLM's lmplz does",
              "--order 3"),
          files(
              "importance_model",
              DOCUMENTS,
              List.of("importance-model"),
              ImportanceModelOptions.class,
              ImportanceModelStep::new,
              "count words of wanted texts and of a source, for clean.importance",
              "--targets '[{name: books, paths: [books.jsonl]}]'"),
          files(
              "pretrain",
              DOCUMENTS,
              List.of("base-model"),
              PretrainOptions.class,
              PretrainStep::new,
              "train a small Llama from scratch on the documents",
              "--steps 300"),
          tables(
              "format",
              DOCUMENTS,
              Map.of(SAMPLES, "formatted"),
              FormatOptions.class,
              Format::new,
              "make prompts and answers of rows",
              "--template alpaca"),
          tables(
              "tokenize",
              SAMPLES,
              Map.of(BLOCKS, "blocks", TEST_ROWS, "eval_rows"),
              TokenizeOptions.class,
              Tokenize::new,
              "make blocks of tokens for training",
              "--model.path models/SmolLM2.gguf"),
          files(
              "train",
              BLOCKS,
              List.of("train/metrics.json"),
              TrainOptions.class,
              TrainStep::new,
              "tune the model in a barrier stage, one rank an executor",
              "--model.path models/SmolLM2.gguf --steps 100"),
          files(
              "evaluate",
              TEST_ROWS,
              List.of("metrics.json"),
              EvaluateOptions.class,
              EvaluateStep::new,
              "compare the model before and after tuning",
              "--model.path models/SmolLM2.gguf --labels '[no, yes]'"),
          files(
              "export",
              NONE,
              List.of("export"),
              ExportOptions.class,
              ExportStep::new,
              "write the adapter as PEFT reads it and merged weights as transformers reads them",
              "--model.path models/SmolLM2.gguf --merged true --merge_onto original"),
          files(
              "write",
              DOCUMENTS,
              List.of("final"),
              WriteOptions.class,
              Write::new,
              "write the documents as Parquet",
              "--columns '[id, text]'"),
          files(
              "report",
              NONE,
              List.of("report.html"),
              ReportOptions.class,
              ReportStep::new,
              "write an HTML report with plots about the run",
              "--histogram_bins 40"));

  private Steps() {}

  /** The step of this name. */
  public static Optional<StepEntry<?>> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /**
   * The tables that a step may read when nothing else is said, those of the later steps first: it
   * takes the first one that is there.
   */
  public static String[] usualInputs(StepEntry<?> reader) {
    List<String> tables =
        ALL.subList(0, ALL.indexOf(reader)).stream()
            .filter(entry -> entry.writes(reader.reads()))
            .map(entry -> entry.tables().get(reader.reads()))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(tables);
    return tables.toArray(String[]::new);
  }

  /** A step that leaves tables for the steps after it. */
  private static <O extends Record> StepEntry<O> tables(
      String name,
      TableKind reads,
      Map<TableKind, String> tables,
      Class<O> options,
      Supplier<Step<O>> step,
      String help,
      String example) {
    return new StepEntry<>(name, reads, tables, List.of(), options, step, help, example);
  }

  /** A step that leaves files. */
  private static <O extends Record> StepEntry<O> files(
      String name,
      TableKind reads,
      List<String> leaves,
      Class<O> options,
      Supplier<Step<O>> step,
      String help,
      String example) {
    return new StepEntry<>(name, reads, Map.of(), leaves, options, step, help, example);
  }
}
