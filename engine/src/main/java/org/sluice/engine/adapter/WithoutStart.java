package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.tensor.Parameter;

/**
 * A module's factors as plain LoRA on the base that was loaded, where the start took B₀ A₀ out of
 * it: s (B A − B₀ A₀) is the addition of the factors [A; A₀] and [B, −B₀] of twice the rank (PEFT's
 * subtract_mutated_init).
 */
record WithoutStart(Site site, Parameter a, Parameter b, LoraStart.Pair start) {
  List<Adapter.Saved> saved() {
    long rank = a.parts().get(0).shape()[0];
    long[] shapeA = {2 * rank, site.columns()};
    long[] shapeB = {site.rows(), 2 * rank};
    return List.of(
        new Adapter.Saved(Lora.nameA(site.module()), shapeA, this::both),
        new Adapter.Saved(Lora.nameB(site.module()), shapeB, () -> beside((int) rank)));
  }

  private float[] both() {
    float[] now = a.read(a.parts().get(0));
    float[] before = start.a().get();
    float[] all = java.util.Arrays.copyOf(now, 2 * now.length);
    System.arraycopy(before, 0, all, now.length, before.length);
    return all;
  }

  private float[] beside(int rank) {
    float[] now = b.read(b.parts().get(0));
    float[] before = start.b().get();
    float[] all = new float[2 * now.length];
    for (int i = 0; i < now.length; i++) {
      int at = i / rank * 2 * rank + i % rank;
      all[at] = now[i];
      all[at + rank] = -before[i];
    }
    return all;
  }

  /** The settings that go with factors of twice the rank. */
  static Map<String, Object> settings(PeftSettings of) {
    double more = of.flag("use_rslora") ? Math.sqrt(2) : 2;
    Map<String, Object> changed = new TreeMap<>();
    changed.put("init_lora_weights", true);
    changed.put("r", 2 * of.integer("r", 1));
    changed.put("lora_alpha", whole(more * of.number("lora_alpha")));
    changed.put("rank_pattern", times(of.map("rank_pattern"), 2));
    changed.put("alpha_pattern", times(of.map("alpha_pattern"), more));
    return changed;
  }

  private static Map<String, Object> times(Map<String, Object> pattern, double factor) {
    pattern.replaceAll((name, value) -> whole(((Number) value).doubleValue() * factor));
    return pattern;
  }

  /** Without a decimal point where it is whole. */
  private static Object whole(double value) {
    return value == Math.rint(value) ? (Object) Math.round(value) : (Object) value;
  }
}
