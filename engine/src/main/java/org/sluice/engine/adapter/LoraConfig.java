package org.sluice.engine.adapter;

import java.io.Serializable;
import org.sluice.base.Check;

/**
 * LoRA (Hu et al. 2021): y = W x + alpha / r · B A x, with A [r, in] and B [out, r] trained. Names
 * are PEFT's; biases are not trained.
 *
 * @param r rank of the addition
 * @param loraAlpha its strength; the factor is alpha / r
 * @param loraDropout probability that an input element of A is dropped in training
 * @param targetModules layers that get an addition
 */
public record LoraConfig(int r, double loraAlpha, double loraDropout, TargetModules targetModules)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public LoraConfig {
    Check.that(r >= 1, "r must be at least 1, got %d", r);
    Check.that(loraAlpha > 0, "lora_alpha must be more than 0, got %s", loraAlpha);
    Check.that(
        loraDropout >= 0 && loraDropout < 1, "lora_dropout must be in [0, 1), got %s", loraDropout);
  }

  /** Factor on B A x. */
  public double scale() {
    return loraAlpha / r;
  }
}
