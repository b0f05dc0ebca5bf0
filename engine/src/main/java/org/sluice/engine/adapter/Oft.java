package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * OFT (Qiu et al. 2023): y = W (R x), R orthogonal with blocks of size b on its diagonal, each made
 * of a skew matrix Q: exactly, R = (I − Q)(I + Q)⁻¹, or by a Neumann series with
 * use_cayley_neumann.
 */
public final class Oft extends Method {
  private static final long serialVersionUID = 1L;

  public Oft(Map<String, ?> given) {
    super(Defaults.oft(), given);
    int r = settings().integer("r", 0);
    int block = settings().integer("oft_block_size", 0);
    Check.that(
        (r == 0) != (block == 0), "one of r and oft_block_size must be 0, got %d and %d", r, block);
    new Selection(settings());
    refuse("module_dropout", "coft");
    Check.that(
        settings().integer("num_cayley_neumann_terms", 1) >= 1,
        "num_cayley_neumann_terms must be at least 1");
  }

  @Override
  public String peftType() {
    return "OFT";
  }

  @Override
  void put(Attaching on) {
    java.util.Set<String> adapted = new java.util.LinkedHashSet<>();
    for (Site site : on.targets(settings(), Site::isLinear)) {
      adapted.add(site.module());
      int block = block(site.columns());
      int blocks = settings().flag("block_share") ? 1 : site.columns() / block;
      int each = block * (block - 1) / 2;
      String name = Attaching.PREFIX + site.module() + ".oft_R.weight";
      boolean zero = settings().flag("init_weights");
      Parameter r =
          on.parameter(
              name,
              () -> zero ? new float[blocks * each] : on.inits().normal(name, blocks * each, 0.1),
              blocks,
              each);
      int terms =
          settings().flag("use_cayley_neumann")
              ? settings().integer("num_cayley_neumann_terms", 1)
              : 0;
      on.change(site, Change.of("oft", List.of(r), (double) block, (double) terms));
    }
    on.trainBiases(settings().text("bias").orElse("none"), adapted);
    on.trainSaved(settings());
  }

  private int block(int columns) {
    int size = settings().integer("oft_block_size", 0);
    if (size > 0) {
      return columns % size == 0 ? size : nearest(columns, size);
    }
    int r = settings().integer("r", 0);
    return columns / (columns % r == 0 ? r : nearest(columns, r));
  }

  /** The divisor nearest to a number, the smaller of two as near (PEFT: adjust_oft_parameters). */
  static int nearest(int columns, int wanted) {
    if (wanted >= columns) {
      return columns;
    }
    int higher = wanted;
    while (columns % higher != 0) {
      higher++;
    }
    int lower = wanted;
    while (lower > 1 && columns % lower != 0) {
      lower--;
    }
    return wanted - lower <= higher - wanted ? lower : higher;
  }
}
