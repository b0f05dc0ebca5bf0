package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * LoHa (Hyeon-Woo et al. 2022, as LyCORIS has it): W + alpha / r · (w1a w1b) * (w2a w2b), a product
 * by elements of two low-rank matrices.
 */
public final class LoHa extends Method {
  private static final long serialVersionUID = 1L;

  public LoHa(Map<String, ?> given) {
    super(Defaults.loHa(), given);
    settings().integer("r", 1);
    new Selection(settings());
    refuse("rank_dropout", "module_dropout");
  }

  @Override
  public String peftType() {
    return "LOHA";
  }

  @Override
  void put(Attaching on) {
    for (Site site : on.targets(settings(), Site::isLinear)) {
      int r = Ranks.rank(settings(), "r", site.module());
      Parameter w1a = factor(on, site, "hada_w1_a", site.rows(), r, true);
      Parameter w1b = factor(on, site, "hada_w1_b", r, site.columns(), true);
      Parameter w2a = factor(on, site, "hada_w2_a", site.rows(), r, true);
      boolean zero = settings().flag("init_weights");
      Parameter w2b = factor(on, site, "hada_w2_b", r, site.columns(), !zero);
      double scale = Ranks.alpha(settings(), "alpha", site.module()) / r;
      on.change(site, Change.of("loha", List.of(w1a, w1b, w2a, w2b), scale));
    }
    on.trainSaved(settings());
  }

  private static Parameter factor(
      Attaching on, Site site, String factor, int rows, int columns, boolean random) {
    String name = Attaching.PREFIX + site.module() + "." + factor;
    Supplier<float[]> fresh =
        () ->
            random ? on.inits().kaiming(name, rows * columns, columns) : new float[rows * columns];
    return on.parameter(name, fresh, rows, columns);
  }
}
