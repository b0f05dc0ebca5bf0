package org.sluice.jobs.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.export.AdapterInfo;
import org.sluice.engine.export.ModelFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.train.SchedulerType;
import org.sluice.jobs.ModelOptions;

/** From settings to the engine's parts. */
public final class Models {
  private Models() {}

  /** A model with all that training changes attached. */
  static CausalModel trainable(Torch torch, Checkpoint base, TrainOptions options) {
    return switch (options.method()) {
      case FULL -> CausalModel.load(torch, base, LoadOptions.trained(type(options.model())));
      case LORA -> {
        CausalModel model = CausalModel.load(torch, base, frozen(options.model()));
        Lora.attach(model, lora(options), options.seed());
        yield model;
      }
    };
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

  static LoraConfig lora(TrainOptions options) {
    return new LoraConfig(
        options.r(), options.loraAlpha(), options.loraDropout(), targets(options.targetModules()));
  }

  /**
   * A list of one that cannot be a module's name is a regular expression, as a string is to PEFT.
   */
  private static TargetModules targets(List<String> setting) {
    boolean expression = setting.size() == 1 && !setting.get(0).matches("[\\w.]+");
    return expression ? TargetModules.of(setting.get(0)) : TargetModules.of(setting);
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
        options.seed());
  }

  /** Writes what was trained to the run's result folder: all of it or nothing. */
  static void write(CausalModel model, Checkpoint base, TrainPlan plan) {
    Path target = plan.places().resultFolder();
    ModelOptions options = plan.options().model();
    switch (plan.options().method()) {
      case LORA ->
          AdapterFolder.write(
              target,
              model,
              new AdapterInfo(
                  lora(plan.options()),
                  options.path(),
                  Optional.of(plan.baseDigest()),
                  Optional.of(frozen(options).quantization()),
                  plan.provenance()));
      case FULL ->
          ModelFolder.write(
              target,
              model,
              ModelFolder.TokenizerFiles.of(base),
              stored(options),
              plan.provenance());
    }
  }
}
