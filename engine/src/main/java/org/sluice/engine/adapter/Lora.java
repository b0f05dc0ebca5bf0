package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.LowRank;
import org.sluice.engine.tensor.WeightFactory.Factors;

/** Puts LoRA on a model. */
public final class Lora {
  /** What PEFT puts before a module's name. */
  private static final String PREFIX = "base_model.model.";

  private Lora() {}

  /** PEFT's name of a module's factor A. */
  public static String nameA(String module) {
    return PREFIX + module + ".lora_A.weight";
  }

  /** PEFT's name of a module's factor B. */
  public static String nameB(String module) {
    return PREFIX + module + ".lora_B.weight";
  }

  /**
   * Attaches fresh factors: A uniform within 1 / sqrt(in) (PEFT's kaiming_uniform with a = sqrt 5),
   * B zero, so that the model is as before.
   *
   * @throws UserError when a target matches no layer
   */
  public static void attach(CausalModel model, LoraConfig config, long seed) {
    attach(
        model,
        config,
        (part, columns) -> {
          Random random = new Random(31 * seed + part.name().hashCode());
          double bound = 1 / Math.sqrt(columns);
          float[] a = new float[config.r() * columns];
          for (int i = 0; i < a.length; i++) {
            a[i] = (float) (bound * (2 * random.nextDouble() - 1));
          }
          return factors(part, a, new float[part.rows() * config.r()]);
        });
  }

  /** Values of an adapter by PEFT's tensor names. */
  public interface Tensors {
    float[] read(String name);
  }

  /**
   * Attaches an adapter's factors.
   *
   * @param tensors reads adapter_model.safetensors
   * @throws UserError when a target matches no layer
   */
  public static void attach(CausalModel model, LoraConfig config, Tensors tensors) {
    attach(
        model,
        config,
        (part, columns) ->
            factors(part, tensors.read(nameA(part.name())), tensors.read(nameB(part.name()))));
  }

  private static Factors factors(Linear.Part part, float[] a, float[] b) {
    return new Factors(part, nameA(part.name()), nameB(part.name()), a, b);
  }

  private static void attach(
      CausalModel model, LoraConfig config, BiFunction<Linear.Part, Integer, Factors> start) {
    refuseUnknown(model, config.targetModules());
    for (Linear linear : model.linears()) {
      List<Factors> targets = new ArrayList<>();
      for (Linear.Part part : linear.parts()) {
        if (matches(model, config.targetModules(), part.name())) {
          targets.add(start.apply(part, linear.columns()));
        }
      }
      if (!targets.isEmpty()) {
        model.attach(linear, targets, new LowRank.Scaling(config.scale(), config.loraDropout()));
      }
    }
  }

  /** All linear layers are those of the body, experts left out: they are no modules. */
  private static boolean matches(CausalModel model, TargetModules targets, String module) {
    boolean body = !model.outputs().contains(module) && module.indexOf('#') < 0;
    return targets.matches(module) && (body || !(targets instanceof TargetModules.AllLinear));
  }

  private static void refuseUnknown(CausalModel model, TargetModules targets) {
    List<String> modules =
        model.linears().stream().flatMap(l -> l.parts().stream()).map(Linear.Part::name).toList();
    List<String> last =
        modules.stream().map(m -> m.substring(m.lastIndexOf('.') + 1)).distinct().toList();
    if (targets instanceof TargetModules.Names named) {
      for (String name : named.names()) {
        if (modules.stream().noneMatch(m -> TargetModules.Names.matches(m, name))) {
          throw UserError.of(
              "target_modules names '" + name + "', which the model does not have",
              "nearest: '" + Nearest.to(name, last) + "'; it has " + last);
        }
      }
    } else if (modules.stream().noneMatch(targets::matches)) {
      throw UserError.of(
          "target_modules matches no layer of the model", "its layers end in " + last);
    }
  }
}
