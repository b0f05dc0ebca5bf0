package org.sluice.jobs.train;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.adapter.Calibration;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.adapter.Start;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.export.AdapterInfo;
import org.sluice.engine.export.ModelFolder;
import org.sluice.engine.export.TokenizerFiles;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.model.Dropout;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.train.RowCalibration;
import org.sluice.engine.train.SchedulerType;
import org.sluice.jobs.ModelOptions;

/** From settings to the engine's parts. */
public final class Models {
  /** Rows that a start of LoRA's factors may look at. */
  private static final int SAMPLE = 256;

  private Models() {}

  /**
   * A model with all that training changes attached.
   *
   * @param adapter what is attached; empty where all weights are trained
   */
  record Trainable(Model model, Optional<Adapter> adapter) {}

  /**
   * @param rows of which a start may look at some; the same on every rank
   */
  static Trainable trainable(Torch torch, Checkpoint base, TrainPlan plan, RowStore rows) {
    Trainable made = made(torch, base, plan, rows);
    if (plan.options().baseDropout() == TrainOptions.BaseDropout.CONFIG) {
      made.model().dropout(Dropout.of(base.config()));
    }
    return made;
  }

  private static Trainable made(Torch torch, Checkpoint base, TrainPlan plan, RowStore rows) {
    TrainOptions options = plan.options();
    if (options.method() == TrainOptions.Method.FULL) {
      LoadOptions all = LoadOptions.trained(type(options.model()));
      return new Trainable(Task.usual(base.config()).load(torch, base, all), Optional.empty());
    }
    Method method = PeftMethod.of(options, Task.usual(base.config()), plan.steps());
    Model model = load(torch, method.base(base), options.model());
    Optional<Calibration> sample = Optional.of(sample(rows, options.perDeviceBatchSize()));
    Adapter adapter = Methods.attach(model, method, Start.fresh(), options.seed(), sample);
    return new Trainable(model, Optional.of(adapter));
  }

  /** Rows lie by their digests, so that the first are a random sample. */
  private static Calibration sample(RowStore rows, int batch) {
    int count = Math.min(SAMPLE, rows.lengths().length);
    return new RowCalibration(IntStream.range(0, count).mapToObj(rows::read).toList(), batch);
  }

  /** A model whose own weights stay as they are, for what its architecture is for. */
  public static Model load(Torch torch, Checkpoint checkpoint, ModelOptions options) {
    return Task.usual(checkpoint.config()).load(torch, checkpoint, frozen(options));
  }

  /** How a model is loaded whose own weights stay as they are. */
  public static LoadOptions frozen(ModelOptions options) {
    ModelOptions.Quantization wanted = options.quantization();
    Quantization quantization =
        switch (wanted.type()) {
          case NONE -> Quantization.NONE;
          case NF4 -> wanted.doubleQuant() ? Quantization.NF4_DOUBLE : Quantization.NF4;
        };
    return LoadOptions.frozen(quantization, type(options));
  }

  private static DType type(ModelOptions options) {
    return switch (options.dtype()) {
      case AUTO ->
          throw new IllegalStateException("model.dtype auto was not settled before loading");
      case BF16 -> DType.BF16;
      case FP32 -> DType.FP32;
    };
  }

  /**
   * The type in which a whole model is written: that of its arithmetic, float32 where it is free.
   */
  public static TensorType stored(ModelOptions options) {
    return switch (options.dtype()) {
      case BF16 -> TensorType.BF16;
      case AUTO, FP32 -> TensorType.F32;
    };
  }

  static org.sluice.engine.train.TrainOptions schedule(TrainPlan plan) {
    TrainOptions options = plan.options();
    SchedulerType scheduler =
        switch (options.lrSchedulerType()) {
          case LINEAR -> SchedulerType.LINEAR;
          case COSINE -> SchedulerType.COSINE;
          case CONSTANT -> SchedulerType.CONSTANT;
        };
    return new org.sluice.engine.train.TrainOptions(
        plan.steps(),
        options.learningRate(),
        scheduler,
        org.sluice.engine.train.TrainOptions.warmupSteps(
            options.warmupSteps(), options.warmupRatio(), plan.steps()),
        options.weightDecay(),
        options.maxGradNorm(),
        options.seed(),
        org.sluice.engine.train.TrainOptions.EPSILON,
        options.loraplusLrRatio());
  }

  /** Writes what was trained to the run's result folder: all of it or nothing. */
  static void write(Trainable trained, Checkpoint base, TrainPlan plan) {
    Path target = plan.places().resultFolder();
    ModelOptions options = plan.options().model();
    TokenizerFiles tokenizer = TokenizerFiles.of(base);
    if (trained.adapter().isEmpty()) {
      ModelFolder.write(target, trained.model(), tokenizer, stored(options), plan.provenance());
      return;
    }
    Adapter adapter = trained.adapter().get();
    if (plan.options().method().tunesWeights()) {
      ModelFolder.write(
          target,
          trained.model(),
          adapter.method().base(base),
          tokenizer,
          stored(options),
          plan.provenance());
      return;
    }
    AdapterFolder.write(
        target,
        adapter,
        new AdapterInfo(
            adapter.method(),
            options.path(),
            Optional.of(plan.baseDigest()),
            Optional.of(frozen(options).quantization()),
            plan.provenance()));
  }
}
