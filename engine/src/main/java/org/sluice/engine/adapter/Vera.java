package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Parameter;

/**
 * VeRA (Kopiczko et al. 2024): W + diag(b) B diag(d) A, where A and B are random, frozen and shared
 * by all layers, cut to each layer's size. torch's generator makes them, so that the same
 * projection_prng_key gives PEFT's.
 */
public final class Vera extends Method {
  private static final long serialVersionUID = 1L;
  private static final String SHARED_A = "base_model.vera_A";
  private static final String SHARED_B = "base_model.vera_B";

  public Vera(Map<String, ?> given) {
    super(Defaults.vera(), given);
    settings().integer("r", 1);
    settings().share("vera_dropout");
    new Selection(settings());
  }

  @Override
  public String peftType() {
    return "VERA";
  }

  @Override
  void put(Attaching on) {
    List<Site> sites = on.targets(settings(), Site::isLinear);
    int r = settings().integer("r", 1);
    int in = sites.stream().mapToInt(Site::columns).max().orElseThrow();
    int out = sites.stream().mapToInt(Site::rows).max().orElseThrow();
    PtNDArray[] shared = shared(on, r, in, out);
    if (settings().flag("save_projection")) {
      on.adapter().saves(new Adapter.Saved(SHARED_A, new long[] {r, in}, shared[0]::toFloatArray));
      on.adapter().saves(new Adapter.Saved(SHARED_B, new long[] {out, r}, shared[1]::toFloatArray));
    }
    Set<String> adapted = new LinkedHashSet<>();
    for (Site site : sites) {
      adapted.add(site.module());
      String at = Attaching.PREFIX + site.module();
      float start = (float) settings().number("d_initial");
      Parameter b = on.parameter(at + ".vera_lambda_b", () -> new float[site.rows()], site.rows());
      Parameter d = on.parameter(at + ".vera_lambda_d", () -> Inits.constant(r, start), r);
      on.change(
          site,
          new Change(
              "vera", List.of(b, d), List.of(shared), List.of(), settings().share("vera_dropout")));
    }
    on.trainBiases(settings().text("bias").orElse("none"), adapted);
    on.trainSaved(settings());
  }

  private PtNDArray[] shared(Attaching on, int r, int in, int out) {
    if (on.start().stored() && settings().flag("save_projection")) {
      return new PtNDArray[] {
        on.constant(on.start().read(SHARED_A, new long[] {r, in}).orElseThrow(), r, in),
        on.constant(on.start().read(SHARED_B, new long[] {out, r}).orElseThrow(), out, r)
      };
    }
    long key = settings().integer("projection_prng_key", 0);
    return on.factoring().randomProjections(key, r, in, out);
  }
}
