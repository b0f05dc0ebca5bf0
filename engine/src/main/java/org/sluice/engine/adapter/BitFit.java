package org.sluice.engine.adapter;

import java.util.Map;
import org.sluice.base.UserError;

/** BitFit (Ben Zaken et al. 2022): of the model's own weights only the biases are trained. */
public final class BitFit extends Method {
  private static final long serialVersionUID = 1L;

  public BitFit(Map<String, ?> given) {
    super(Defaults.bitFit(), given);
  }

  @Override
  public String peftType() {
    return "BITFIT";
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  void put(Attaching on) {
    on.own().trainBiases(site -> true);
    on.own().trainOthers(site -> site.weight().orElseThrow().name().endsWith("bias"));
    if (on.adapter().parameters().isEmpty()) {
      throw UserError.of("The model has no bias to train", "take another method, such as lora");
    }
  }
}
