package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.LowRank;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.WeightFactory.Factors;
import org.sluice.engine.tensor.WeightFactory.Gains;

/**
 * AdaLoRA (Zhang et al. 2023): W + alpha / (init_r + 1e-5) · B (E * A), where the budget of
 * triplets over all layers shrinks while it trains, see {@link RankAllocator}. A and B start from
 * N(0, 0.02²), E at zero.
 */
public final class AdaLora extends Method {
  private static final long serialVersionUID = 1L;
  private static final String A = ".lora_A";
  private static final String B = ".lora_B";
  private static final String E = ".lora_E";

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

  /** One of the tensors that PEFT saves, within a parameter. */
  record Piece(Parameter parameter, Parameter.Part part) {
    static Piece whole(Parameter parameter) {
      return new Piece(parameter, parameter.parts().get(0));
    }

    String name() {
      return part.name();
    }
  }

  /**
   * One matrix's factors.
   *
   * @param a [r, in]
   * @param b [out, r]
   * @param e [r, 1]
   */
  record Triplets(String module, Piece a, Piece b, Piece e) {
    List<Piece> pieces() {
      return List.of(a, b, e);
    }
  }

  @Override
  void put(Attaching on) {
    Map<String, Triplets> all = new LinkedHashMap<>();
    Map<Linear, List<Site>> stacks = new LinkedHashMap<>();
    Set<String> adapted = new LinkedHashSet<>();
    List<Site> targets = on.targets(settings(), Site::isLinear);
    for (Site site : targets) {
      adapted.add(site.module());
      stacks.computeIfAbsent(site.linear().orElseThrow(), l -> new ArrayList<>()).add(site);
    }
    stacks.forEach((linear, sites) -> stack(on, linear, sites, all));
    on.trainBiases(settings().text("bias").orElse("none"), adapted);
    on.trainSaved(settings());
    List<Triplets> inOrder =
        targets.stream().map(Site::module).map(all::get).filter(Objects::nonNull).toList();
    on.adapter().training(new RankAllocator(on.model(), settings(), inOrder));
  }

  /** Two small products over the stack where its matrices have equally many triplets. */
  private void stack(
      Attaching on, Linear linear, List<Site> sites, Map<String, Triplets> triplets) {
    int r = settings().integer("init_r", 1);
    double alpha = settings().number("lora_alpha");
    double scale = (alpha > 0 ? alpha : r) / (r + 1e-5);
    int rank = keptRanks(name(sites.get(0), ""), r);
    boolean uniform = sites.stream().allMatch(site -> keptRanks(name(site, ""), r) == rank);
    if (!uniform) {
      sites.forEach(site -> single(on, site, scale, triplets));
      return;
    }
    if (rank == 0) {
      return; // nothing is left of the addition
    }
    List<Factors> factors = new ArrayList<>();
    for (Site site : sites) {
      Gains e = new Gains(name(site, E), on.values(name(site, E), () -> new float[rank], rank, 1));
      float[] a = normal(on, name(site, A), rank, site.columns());
      float[] b = normal(on, name(site, B), site.rows(), rank);
      factors.add(
          new Factors(
              site.part().orElseThrow(), name(site, A), name(site, B), a, b, Optional.of(e)));
    }
    LowRank.Scaling scaling = new LowRank.Scaling(scale, settings().share("lora_dropout"));
    LowRank low = on.lowRank(linear, factors, scaling);
    for (int i = 0; i < sites.size(); i++) {
      Parameter e = low.e().orElseThrow();
      triplets.put(
          sites.get(i).module(),
          new Triplets(
              Attaching.PREFIX + sites.get(i).module(),
              new Piece(low.a(), low.a().parts().get(i)),
              new Piece(low.b(), low.b().parts().get(i)),
              new Piece(e, e.parts().get(i))));
    }
  }

  private void single(Attaching on, Site site, double scale, Map<String, Triplets> triplets) {
    int rank = keptRanks(name(site, ""), settings().integer("init_r", 1));
    if (rank == 0) {
      return;
    }
    String nameA = name(site, A);
    String nameB = name(site, B);
    Parameter a =
        on.parameter(nameA, () -> fresh(on, nameA, rank * site.columns()), rank, site.columns());
    Parameter b =
        on.parameter(nameB, () -> fresh(on, nameB, site.rows() * rank), site.rows(), rank);
    Parameter e = on.parameter(name(site, E), () -> new float[rank], rank, 1);
    List<Parameter> factors = List.of(a, b, e);
    double dropout = settings().share("lora_dropout");
    on.change(site, new Change("adalora", factors, List.of(), List.of(scale), dropout));
    triplets.put(
        site.module(),
        new Triplets(name(site, ""), Piece.whole(a), Piece.whole(b), Piece.whole(e)));
  }

  private static String name(Site site, String factor) {
    return Attaching.PREFIX + site.module() + factor;
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

  private static float[] normal(Attaching on, String name, int rows, int columns) {
    return on.values(name, () -> fresh(on, name, rows * columns), rows, columns);
  }

  private static float[] fresh(Attaching on, String name, int count) {
    return on.inits().normal(name, count, 0.02);
  }
}
