package org.sluice.jobs.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.export.ModelFolder;
import org.sluice.engine.export.ModelForm;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.TensorType;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.train.Models;
import org.sluice.jobs.train.TrainStep;

/**
 * Hands over what a run has trained: OUTPUT/export/adapter in PEFT's format, OUTPUT/export/model as
 * a Hugging Face folder. Reads no table.
 */
public final class ExportStep implements Step<ExportOptions> {
  @Override
  public String name() {
    return "export";
  }

  @Override
  public Class<ExportOptions> options() {
    return ExportOptions.class;
  }

  @Override
  public String codeVersion() {
    return "2";
  }

  @Override
  public void check(SparkSession spark, ExportOptions options, StepContext context) {
    Checkpoint.open(options.model().local(context.progress())).close();
  }

  @Override
  public StepResult run(SparkSession spark, ExportOptions options, StepContext context) {
    Path target = context.output().resolve("export");
    Map<String, Object> written = new TreeMap<>();
    Path full = TrainStep.model(context.output());
    Path adapter = TrainStep.adapter(context.output());
    if (Files.isDirectory(full)) {
      copy(full, target.resolve("model"));
      written.put("model", target.resolve("model").toString());
    } else if (!Files.isDirectory(adapter)) {
      throw UserError.at(adapter, "", "there is nothing to export", "run the step train first");
    } else {
      requireBase(options, adapter);
      if (options.adapter()) {
        copy(adapter, target.resolve("adapter"));
        written.put("adapter", target.resolve("adapter").toString());
      }
      if (options.merged()) {
        merge(options, adapter, target.resolve("model"));
        written.put("model", target.resolve("model").toString());
      }
    }
    return StepResult.kept(0, List.of()).withMetrics(written);
  }

  /** An adapter says of which model it is; the one that is named has to be that model. */
  private static void requireBase(ExportOptions options, Path adapter) {
    try (Checkpoint base = Checkpoint.open(Path.of(options.model().path()));
        AdapterFolder folder = AdapterFolder.open(adapter)) {
      folder.requireBase(base);
    }
  }

  private static void merge(ExportOptions options, Path adapter, Path target) {
    TensorType stored = Models.stored(options.model());
    try (Checkpoint base = Checkpoint.open(options.model().local());
        AdapterFolder folder = AdapterFolder.open(adapter)) {
      ModelFolder.merge(target, base, folder, ModelForm.folder(stored), options.mergeOnto());
    }
  }

  private static void copy(Path from, Path to) {
    AtomicFiles.folder(
        to,
        folder -> {
          try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
              Files.copy(file, folder.resolve(file.getFileName()));
            }
          }
        });
  }
}
