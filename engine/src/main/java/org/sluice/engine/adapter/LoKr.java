package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * LoKr (Yeh et al. 2024): W + alpha / r · kron(w1, w2). Outputs l·k and inputs m·n are split as
 * evenly as they can be; w1 is [l, m], w2 [k, n], each whole or, where the rank is small beside it,
 * a product of two.
 */
public final class LoKr extends Method {
  private static final long serialVersionUID = 1L;

  public LoKr(Map<String, ?> given) {
    super(Defaults.loKr(), given);
    settings().integer("r", 1);
    new Selection(settings());
    refuse("rank_dropout", "module_dropout");
    String start = start();
    Check.that(
        List.of("true", "false", "lycoris").contains(start),
        "init_weights must be true, false or lycoris, got %s",
        start);
  }

  private String start() {
    return settings().text("init_weights").orElse("false").toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String peftType() {
    return "LOKR";
  }

  @Override
  void put(Attaching on) {
    int factor = ((Number) settings().raw("decompose_factor")).intValue();
    for (Site site : on.targets(settings(), Site::isLinear)) {
      int r = Ranks.rank(settings(), "r", site.module());
      int[] out = split(site.rows(), factor);
      int[] in = split(site.columns(), factor);
      boolean whole1 = !(settings().flag("decompose_both") && r < Math.max(out[0], in[0]) / 2.0);
      boolean whole2 = !(r < Math.max(out[1], in[1]) / 2.0);
      List<Parameter> factors = new ArrayList<>();
      boolean zeroSecond = start().equals("lycoris");
      boolean zeroFirst = start().equals("true");
      add(on, site, factors, new Shape("lokr_w1", out[0], in[0], r, whole1, zeroFirst, true));
      int first = factors.size();
      add(on, site, factors, new Shape("lokr_w2", out[1], in[1], r, whole2, zeroSecond, false));
      double scale = Ranks.alpha(settings(), "alpha", site.module()) / r;
      on.change(site, Change.of("lokr", factors, scale, (double) first));
    }
    on.trainSaved(settings());
  }

  /** One of the two matrices; {@code zeroesA}: which of its factors is zero at the start. */
  private record Shape(
      String name, int rows, int columns, int r, boolean whole, boolean zero, boolean zeroesA) {}

  private static void add(Attaching on, Site site, List<Parameter> factors, Shape shape) {
    String name = Attaching.PREFIX + site.module() + "." + shape.name;
    if (shape.whole) {
      factors.add(factor(on, name, shape.rows, shape.columns, shape.zero));
    } else {
      boolean zeroA = shape.zero && shape.zeroesA;
      boolean zeroB = shape.zero && !shape.zeroesA;
      factors.add(factor(on, name + "_a", shape.rows, shape.r, zeroA));
      factors.add(factor(on, name + "_b", shape.r, shape.columns, zeroB));
    }
  }

  private static Parameter factor(Attaching on, String name, int rows, int columns, boolean zero) {
    Supplier<float[]> fresh =
        () -> zero ? new float[rows * columns] : on.inits().kaiming(name, rows * columns, columns);
    return on.parameter(name, fresh, rows, columns);
  }

  /**
   * Two factors of a dimension: {@code factor} and the rest where it divides, else as near each
   * other as they come, the smaller first (peft/tuners/lokr/layer.py, factorization).
   */
  static int[] split(int dimension, int factor) {
    if (factor > 0 && dimension % factor == 0) {
      return new int[] {factor, dimension / factor};
    }
    int most = factor == -1 ? dimension : factor;
    int m = 1;
    int n = dimension;
    int length = m + n;
    while (m < n) {
      int next = m + 1;
      while (dimension % next != 0) {
        next++;
      }
      int other = dimension / next;
      if (next + other > length || next > most) {
        break;
      }
      m = next;
      n = other;
    }
    return new int[] {Math.min(m, n), Math.max(m, n)};
  }
}
