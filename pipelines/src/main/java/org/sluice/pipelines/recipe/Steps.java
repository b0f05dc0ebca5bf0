package org.sluice.pipelines.recipe;

import java.util.List;
import java.util.Optional;
import org.sluice.jobs.clean.CleanOptions;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.format.FormatOptions;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.redact.RedactOptions;
import org.sluice.jobs.tokenize.TokenizeOptions;
import org.sluice.jobs.write.WriteOptions;

/** Every step that a recipe can have, in the usual order. Docs and commands are made from it. */
public final class Steps {
  public static final List<StepEntry<?>> ALL =
      List.of(
          new StepEntry<>(
              "ingest",
              Flow.NONE,
              Flow.DOCUMENTS,
              "documents",
              List.of(),
              IngestOptions.class,
              "reads files into the table documents; broken lines go to rejects"),
          new StepEntry<>(
              "clean",
              Flow.DOCUMENTS,
              Flow.DOCUMENTS,
              "cleaned",
              List.of(),
              CleanOptions.class,
              "mends Unicode, names the language, drops by rules"),
          new StepEntry<>(
              "dedup",
              Flow.DOCUMENTS,
              Flow.DOCUMENTS,
              "deduplicated",
              List.of(),
              DedupOptions.class,
              "drops copies and near-copies; the smallest id stays"),
          new StepEntry<>(
              "redact",
              Flow.DOCUMENTS,
              Flow.DOCUMENTS,
              "redacted",
              List.of(),
              RedactOptions.class,
              "takes personal data out of the text"),
          new StepEntry<>(
              "format",
              Flow.DOCUMENTS,
              Flow.SAMPLES,
              "formatted",
              List.of(),
              FormatOptions.class,
              "makes prompts and answers of rows"),
          new StepEntry<>(
              "tokenize",
              Flow.SAMPLES,
              Flow.BLOCKS,
              "blocks",
              List.of(),
              TokenizeOptions.class,
              "makes token blocks for training"),
          new StepEntry<>(
              "write",
              Flow.DOCUMENTS,
              Flow.NONE,
              "",
              List.of("final"),
              WriteOptions.class,
              "writes the documents as Parquet"));

  private Steps() {}

  /** The step of this name. */
  public static Optional<StepEntry<?>> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
