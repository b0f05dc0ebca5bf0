package org.sluice.jobs.train;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.base.config.Spelt;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.ModelOptions.QuantizationType;

/** Settings of the step train, under the names that PEFT and transformers give them. */
public record TrainOptions(
    @Setting(help = "The model that is tuned") ModelOptions model,
    @Setting(
            help =
                "full: all weights; freeze, bitfit: some of them; block_expansion: added layers; the"
                    + " others: an adapter, by PEFT's name of its method",
            def = "lora")
        Method method,
    @Setting(help = "Rank of the adapter's matrices", def = "8") int r,
    @Setting(help = "Scale of the adapter: its product is multiplied by lora_alpha / r", def = "8")
        double loraAlpha,
    @Setting(help = "Share of the adapter's inputs set to zero while training", def = "0.0")
        double loraDropout,
    @Setting(
            help =
                "Names of linear layers, one regular expression, or all-linear; left out: those that"
                    + " PEFT takes for the model's type",
            def = "[]",
            example = "all-linear")
        List<String> targetModules,
    @Setting(
            help = "Further settings of the method under PEFT's names",
            example = "{use_dora: true, modules_to_save: [lm_head]}")
        Map<String, List<String>> peft,
    @Setting(
            help =
                "Whether the model drops of itself what its config.json asks for, as transformers"
                    + " does: config; or nothing: none",
            def = "config")
        BaseDropout baseDropout,
    @Setting(help = "LoRA+: how much faster B learns than A; 1: as fast", def = "1.0")
        double loraplusLrRatio,
    @Setting(help = "Updates of the weights; 0: as many as epochs ask for", def = "0") int steps,
    @Setting(help = "Times that every row is seen, when steps is 0", def = "3.0") double epochs,
    @Setting(help = "Rows in a forward pass of one rank", def = "8") int perDeviceBatchSize,
    @Setting(help = "Forward passes before one update", def = "1") int gradientAccumulationSteps,
    @Setting(help = "Largest step size of AdamW", def = "2.0e-4") double learningRate,
    @Setting(help = "How the step size falls after the warm-up", def = "linear")
        Schedule lrSchedulerType,
    @Setting(help = "Share of the steps in which the step size rises", def = "0.0")
        double warmupRatio,
    @Setting(help = "The same as a number of steps; wins when above 0", def = "0") int warmupSteps,
    @Setting(help = "Decoupled weight decay of AdamW", def = "0.0") double weightDecay,
    @Setting(help = "Gradients are scaled down to this norm; 0: never", def = "1.0")
        double maxGradNorm,
    @Setting(help = "Seed of the rows' order, the adapter's first values and dropout", def = "42")
        long seed,
    @Setting(help = "Steps between two checkpoints; 0: none", def = "100") int saveSteps,
    @Setting(help = "Checkpoints that are kept, the newest", def = "2") int saveTotalLimit,
    @Setting(
            help = "Ranks that train together; 0: one a task slot, and one in local mode",
            def = "0",
            unit = "ranks")
        int worldSize,
    @Setting(help = "May ranks share a JVM and its native threads (for trials)", def = "false")
        boolean shareJvm,
    @Setting(help = "Rows of nearly the same length go together", def = "false")
        boolean groupByLength,
    @Setting(help = "Steps between two lines of the log", def = "1") int loggingSteps,
    @Setting(
            help = "epoch: the loss of the held-out rows is told after each epoch; no: never",
            def = "no")
        EvalStrategy evalStrategy,
    @Setting(help = "auto: go on from the newest sound checkpoint; never: start anew", def = "auto")
        Resume resume,
    @Setting(help = "Longest silence of another rank", def = "300", unit = "seconds")
        int collectiveTimeout,
    @Setting(help = "How often ranks that got lost are started again", def = "3") int maxRestarts)
    implements Serializable {

  public TrainOptions {
    Check.that(model != null, "model.path must be given");
    boolean frozen = model.quantization().type() != QuantizationType.NONE;
    Check.that(
        !method.tunesWeights() || !frozen,
        "method %s cannot tune weights of 4 bits: set model.quantization.type to none or method to"
            + " lora",
        method.name().toLowerCase(Locale.ROOT));
    Check.atLeast("r", r, 1);
    Check.positive("lora_alpha", loraAlpha);
    Check.that(
        loraDropout >= 0 && loraDropout < 1, "lora_dropout must be in [0, 1), got %s", loraDropout);
    Check.atLeast("steps", steps, 0);
    Check.positive("loraplus_lr_ratio", loraplusLrRatio);
    peft = Map.copyOf(peft);
    Check.that(
        peft.isEmpty() || method != Method.FULL, "peft has settings of adapters, method is full");
    PeftMethod.check(
        method, new PeftMethod.Given(model, r, loraAlpha, loraDropout, targetModules, peft), steps);
    Check.that(steps > 0 || epochs > 0, "epochs must be above 0 when steps is 0, got %s", epochs);
    Check.atLeast("per_device_batch_size", perDeviceBatchSize, 1);
    Check.atLeast("gradient_accumulation_steps", gradientAccumulationSteps, 1);
    Check.positive("learning_rate", learningRate);
    Check.share("warmup_ratio", warmupRatio);
    Check.atLeast("warmup_steps", warmupSteps, 0);
    Check.notNegative("weight_decay", weightDecay);
    Check.notNegative("max_grad_norm", maxGradNorm);
    Check.atLeast("save_steps", saveSteps, 0);
    Check.atLeast("save_total_limit", saveTotalLimit, 1);
    Check.atLeast("world_size", worldSize, 0);
    Check.atLeast("logging_steps", loggingSteps, 1);
    Check.atLeast("collective_timeout", collectiveTimeout, 1);
    Check.atLeast("max_restarts", maxRestarts, 0);
  }

  /** The same settings for a model in another arithmetic. */
  TrainOptions with(ModelOptions other) {
    return new TrainOptions(
        other,
        method,
        r,
        loraAlpha,
        loraDropout,
        targetModules,
        peft,
        baseDropout,
        loraplusLrRatio,
        steps,
        epochs,
        perDeviceBatchSize,
        gradientAccumulationSteps,
        learningRate,
        lrSchedulerType,
        warmupRatio,
        warmupSteps,
        weightDecay,
        maxGradNorm,
        seed,
        saveSteps,
        saveTotalLimit,
        worldSize,
        shareJvm,
        groupByLength,
        loggingSteps,
        evalStrategy,
        resume,
        collectiveTimeout,
        maxRestarts);
  }

  /** Which weights are tuned. */
  public enum Method implements Spelt {
    LORA,
    FULL,
    FREEZE,
    BITFIT,
    BLOCK_EXPANSION,
    ADALORA,
    IA3,
    OFT,
    VERA,
    LOHA,
    LOKR,
    LN_TUNING,
    TRAINABLE_TOKENS,
    PROMPT_TUNING,
    P_TUNING,
    PREFIX_TUNING,
    ADAPTION_PROMPT,
    BOTTLENECK;

    /** PEFT's name has no hyphen. */
    @Override
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the model's own weights change: what is written is a whole model. */
    boolean tunesWeights() {
      return switch (this) {
        case FULL, FREEZE, BITFIT, BLOCK_EXPANSION -> true;
        case LORA,
            ADALORA,
            IA3,
            OFT,
            VERA,
            LOHA,
            LOKR,
            LN_TUNING,
            TRAINABLE_TOKENS,
            PROMPT_TUNING,
            P_TUNING,
            PREFIX_TUNING,
            ADAPTION_PROMPT,
            BOTTLENECK ->
            false;
      };
    }
  }

  /** Whether the model's own dropout is on while it trains. */
  public enum BaseDropout {
    CONFIG,
    NONE
  }

  /** When the held-out rows are looked at. */
  public enum EvalStrategy {
    NO,
    EPOCH
  }

  /** How the step size falls. */
  public enum Schedule {
    LINEAR,
    COSINE,
    CONSTANT
  }

  /** What is done about checkpoints of an earlier run. */
  public enum Resume {
    AUTO,
    NEVER
  }
}
