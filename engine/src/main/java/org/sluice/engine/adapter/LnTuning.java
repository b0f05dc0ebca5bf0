package org.sluice.engine.adapter;

import java.util.Map;

/** LN tuning (Zhao et al. 2023): copies of norm layers are trained in their place. */
public final class LnTuning extends Method {
  private static final long serialVersionUID = 1L;

  public LnTuning(Map<String, ?> given) {
    super(Defaults.lnTuning(), given);
    new Selection(settings());
  }

  @Override
  public String peftType() {
    return "LN_TUNING";
  }

  @Override
  void put(Attaching on) {
    for (Site site : on.targets(settings(), site -> !site.isLinear())) {
      String full = site.weight().orElseThrow().name();
      String last = full.substring(site.module().length()); // .weight or .bias
      on.train(site, Attaching.PREFIX + site.module() + ".ln_tuning_layers" + last);
    }
    on.trainSaved(settings());
  }
}
