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
import org.sluice.engine.export.ModelParts;
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
 * a Hugging Face folder or OUTPUT/export/model.gguf. Reads no table.
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
    return "3";
  }

  @Override
  public void check(SparkSession spark, ExportOptions options, StepContext context) {
    Checkpoint.open(options.model().local(context.progress())).close();
  }

  @Override
  public StepResult run(SparkSession spark, ExportOptions options, StepContext context) {
    Path target = context.output().resolve("export");
    Path whole =
        target.resolve(options.format() == ExportOptions.Format.GGUF ? "model.gguf" : "model");
    Map<String, Object> written = new TreeMap<>();
    Path full = TrainStep.model(context.output());
    Path adapter = TrainStep.adapter(context.output());
    if (Files.isDirectory(full)) {
      if (options.converts()) {
        convert(options, full, whole);
      } else {
        copy(full, whole);
      }
      written.put("model", whole.toString());
    } else if (!Files.isDirectory(adapter)) {
      throw UserError.at(adapter, "", "there is nothing to export", "run the step train first");
    } else {
      requireBase(options, adapter);
      if (options.adapter()) {
        copy(adapter, target.resolve("adapter"));
        written.put("adapter", target.resolve("adapter").toString());
      }
      if (options.merged()) {
        merge(options, adapter, whole);
        written.put("model", whole.toString());
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
    ModelForm form = options.form(Models.stored(options.model()));
    try (Checkpoint base = Checkpoint.open(options.model().local());
        AdapterFolder folder = AdapterFolder.open(adapter)) {
      ModelFolder.merge(target, base, folder, form, options.mergeOnto());
    }
  }

  private static void convert(ExportOptions options, Path from, Path to) {
    TensorType stored = Models.stored(options.model());
    try (Checkpoint trained = Checkpoint.open(from)) {
      options.form(stored).write(to, ModelParts.of(trained, Map.of("base", from.toString())));
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
