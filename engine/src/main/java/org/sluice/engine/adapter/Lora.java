package org.sluice.engine.adapter;

import java.util.Optional;
import java.util.Set;
import org.sluice.engine.model.Model;

/** Puts plain LoRA on a model. */
public final class Lora {
  private Lora() {}

  /** PEFT's name of a module's factor A. */
  public static String nameA(String module) {
    return Attaching.PREFIX + module + ".lora_A.weight";
  }

  /** PEFT's name of a module's factor B. */
  public static String nameB(String module) {
    return Attaching.PREFIX + module + ".lora_B.weight";
  }

  /**
   * Attaches fresh factors: A uniform within 1 / sqrt(in) (PEFT's kaiming_uniform with a = sqrt 5),
   * B zero, so that the model is as before.
   *
   * @throws org.sluice.base.UserError when a target matches no layer
   */
  public static Adapter attach(Model model, LoraConfig config, long seed) {
    return Methods.attach(model, LoraMethod.of(config), Start.fresh(), seed);
  }

  /** Values of an adapter by PEFT's tensor names. */
  public interface Tensors {
    float[] read(String name);
  }

  /**
   * Attaches an adapter's factors.
   *
   * @param tensors reads adapter_model.safetensors
   * @throws org.sluice.base.UserError when a target matches no layer
   */
  public static Adapter attach(Model model, LoraConfig config, Tensors tensors) {
    Start start =
        new Start() {
          @Override
          public Optional<float[]> read(String name, long[] shape) {
            return Optional.of(tensors.read(name));
          }

          @Override
          public boolean has(String name) {
            return true;
          }

          @Override
          public void ignore(String name) {}

          @Override
          public boolean stored() {
            return true;
          }

          @Override
          public Set<String> unread() {
            return Set.of();
          }
        };
    return Methods.attach(model, LoraMethod.of(config), start, 0);
  }
}
