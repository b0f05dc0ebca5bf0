package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * (IA)³ (Liu et al. 2022): a vector l scales a layer's outputs, y = (W x + b) * l, or the inputs of
 * a feed-forward layer, y = W (x * l) + b.
 */
public final class Ia3 extends Method {
  private static final long serialVersionUID = 1L;

  public Ia3(Map<String, ?> given) {
    super(Defaults.ia3(), given);
    new Selection(settings());
  }

  @Override
  public String peftType() {
    return "IA3";
  }

  private boolean isFeedForward(String module) {
    return new Selection(
            PeftSettings.of(Map.of(), Map.of())
                .with("target_modules", settings().raw("feedforward_modules")))
        .matches(module);
  }

  @Override
  void put(Attaching on) {
    for (Site site : on.targets(settings(), Site::isLinear)) {
      boolean inputs = isFeedForward(site.module());
      int width = inputs ? site.columns() : site.rows();
      long[] shape = inputs ? new long[] {1, width} : new long[] {width, 1};
      String name = Attaching.PREFIX + site.module() + ".ia3_l";
      boolean ones = settings().flag("init_ia3_weights");
      Parameter l =
          on.parameter(
              name,
              () -> ones ? Inits.constant(width, 1) : on.inits().normal(name, width, 1),
              shape);
      on.change(site, Change.of("ia3", List.of(l)));
      if (!inputs && site.linear().orElseThrow().bias().isPresent()) {
        on.changeBias(site, Change.of("ia3_bias", List.of(l)));
      }
    }
    on.trainSaved(settings());
  }
}
