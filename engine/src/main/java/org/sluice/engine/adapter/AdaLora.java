package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * AdaLoRA (Zhang et al. 2023): W + alpha / (init_r + 1e-5) · B (E * A), where the budget of
 * triplets over all layers shrinks while it trains, see {@link RankAllocator}. A and B start from
 * N(0, 0.02²), E at zero.
 */
public final class AdaLora extends Method {
  private static final long serialVersionUID = 1L;

  public AdaLora(Map<String, ?> given) {
    super(Defaults.adaLora(), given);
    settings().integer("init_r", 1);
    settings().integer("target_r", 1);
    settings().share("lora_dropout");
    int total = settings().integer("total_step", 1);
    int first = settings().integer("tinit", 0);
    int last = settings().integer("tfinal", 0);
    Check.that(
        first < total - last,
        "tinit must be less than total_step - tfinal, got %d, %d, %d",
        first,
        total,
        last);
    settings().integer("deltaT", 1);
    new Selection(settings());
    refuse("use_dora", "loftq_config", "layer_replication", "target_parameters", "lora_bias");
  }

  @Override
  public String peftType() {
    return "ADALORA";
  }

  /**
   * One layer's factors.
   *
   * @param a [r, in]
   * @param b [out, r]
   * @param e [r, 1]
   */
  record Triplets(String module, Parameter a, Parameter b, Parameter e) {
    List<Parameter> parameters() {
      return List.of(a, b, e);
    }
  }

  @Override
  void put(Attaching on) {
    List<Triplets> all = new ArrayList<>();
    Set<String> adapted = new LinkedHashSet<>();
    double alpha = settings().number("lora_alpha");
    int r = settings().integer("init_r", 1);
    for (Site site : on.targets(settings(), Site::isLinear)) {
      adapted.add(site.module());
      String at = Attaching.PREFIX + site.module();
      int rank = keptRanks(at, r);
      Parameter a = normal(on, at + ".lora_A", rank, site.columns());
      Parameter b = normal(on, at + ".lora_B", site.rows(), rank);
      Parameter e = on.parameter(at + ".lora_E", () -> new float[rank], rank, 1);
      double scale = (alpha > 0 ? alpha : r) / (r + 1e-5);
      on.change(
          site,
          new Change(
              "adalora",
              List.of(a, b, e),
              List.of(),
              List.of(scale),
              settings().share("lora_dropout")));
      all.add(new Triplets(at, a, b, e));
    }
    on.trainBiases(settings().text("bias").orElse("none"), adapted);
    on.trainSaved(settings());
    on.adapter().training(new RankAllocator(on.model(), settings(), all));
  }

  /** How many triplets a saved adapter has kept of a layer: those that rank_pattern marks true. */
  private int keptRanks(String module, int r) {
    for (Map.Entry<String, Object> entry : settings().map("rank_pattern").entrySet()) {
      if (entry.getKey().startsWith(module + ".") && entry.getValue() instanceof List<?> kept) {
        return (int) kept.stream().filter(Boolean.TRUE::equals).count();
      }
    }
    return r;
  }

  private static Parameter normal(Attaching on, String name, int rows, int columns) {
    return on.parameter(name, () -> on.inits().normal(name, rows * columns, 0.02), rows, columns);
  }
}
