package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Factoring;

/**
 * AdaLoRA's budget (Zhang et al. 2023; peft/tuners/adalora): after each step the importance of
 * every triplet is brought up to date, and of all triplets of the model only the budget's most
 * important keep their E; it falls by a cubic from init_r a layer to target_r a layer.
 *
 * <p>Importance of an element: I = |p g|; Ī = β₁ Ī + (1 − β₁) I; U = β₂ U + (1 − β₂) |I − Ī|; its
 * score Ī U. Of a triplet: score of E + mean over A's row + mean over B's column.
 */
final class RankAllocator implements TrainingHook {
  /** Ī and U of one tensor. */
  private static final class Importance {
    private final float[] mean;
    private final float[] spread;

    Importance(int size) {
      this(new float[size], new float[size]);
    }

    Importance(float[] mean, float[] spread) {
      this.mean = mean;
      this.spread = spread;
    }

    void add(float[] p, float[] gradient, float beta1, float beta2) {
      for (int i = 0; i < mean.length; i++) {
        float now = Math.abs(p[i] * gradient[i]);
        mean[i] = beta1 * mean[i] + (1 - beta1) * now;
        spread[i] = beta2 * spread[i] + (1 - beta2) * Math.abs(now - mean[i]);
      }
    }

    float score(int i) {
      return mean[i] * spread[i];
    }
  }

  private final Model model;
  private final PeftSettings settings;
  private final List<AdaLora.Triplets> layers;
  private final Map<String, Importance> importance = new HashMap<>();
  private final Map<String, boolean[]> kept = new TreeMap<>();
  private final int first;
  private final int total;
  private final int last;

  RankAllocator(Model model, PeftSettings settings, List<AdaLora.Triplets> layers) {
    this.model = model;
    this.settings = settings;
    this.layers = layers;
    first = settings.integer("tinit", 0);
    total = settings.integer("total_step", 1);
    last = settings.integer("tfinal", 0);
  }

  /** Which triplets are kept, by PEFT's name of E: what it saves as rank_pattern. */
  Map<String, boolean[]> rankPattern() {
    return kept;
  }

  @Override
  public Map<String, Object> configAdditions() {
    Map<String, Object> pattern = new TreeMap<>();
    kept.forEach(
        (name, keep) -> {
          List<Boolean> flags = new ArrayList<>();
          for (boolean flag : keep) {
            flags.add(flag);
          }
          pattern.put(name, flags);
        });
    return pattern.isEmpty() ? Map.of() : Map.of("rank_pattern", pattern);
  }

  /** Triplets that are not kept are not saved (resize_state_dict_by_rank_pattern). */
  @Override
  public Adapter.Saved saved(Adapter.Saved whole) {
    int dot = whole.name().lastIndexOf('.');
    boolean[] keep = kept.get(whole.name().substring(0, dot) + ".lora_E");
    String factor = whole.name().substring(dot + 1);
    if (keep == null || !factor.startsWith("lora_")) {
      return whole;
    }
    int left = 0;
    for (boolean flag : keep) {
      left += flag ? 1 : 0;
    }
    boolean columns = factor.equals("lora_B");
    long[] shape = whole.shape().clone();
    shape[columns ? 1 : 0] = left;
    return new Adapter.Saved(whole.name(), shape, () -> only(whole, keep, columns));
  }

  private static float[] only(Adapter.Saved whole, boolean[] keep, boolean columns) {
    float[] values = whole.values().get();
    float[] left = new float[values.length];
    int width = (int) whole.shape()[1];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (keep[columns ? i % width : i / width]) {
        left[count++] = values[i];
      }
    }
    return Arrays.copyOf(left, count);
  }

  private static final String MEAN = ".mean";
  private static final String SPREAD = ".spread";
  private static final String KEPT = ".kept";

  @Override
  public Map<String, float[]> state() {
    Map<String, float[]> state = new TreeMap<>();
    importance.forEach(
        (name, of) -> {
          state.put(name + MEAN, of.mean);
          state.put(name + SPREAD, of.spread);
        });
    kept.forEach(
        (name, keep) -> {
          float[] flags = new float[keep.length];
          for (int i = 0; i < flags.length; i++) {
            flags[i] = keep[i] ? 1 : 0;
          }
          state.put(name + KEPT, flags);
        });
    return state;
  }

  @Override
  public void restore(Map<String, float[]> state) {
    for (AdaLora.Triplets layer : layers) {
      for (AdaLora.Piece p : layer.pieces()) {
        float[] mean = state.get(p.name() + MEAN);
        float[] spread = state.get(p.name() + SPREAD);
        if (mean != null && spread != null) {
          importance.put(p.name(), new Importance(mean, spread));
        }
      }
      String e = layer.e().name();
      float[] flags = state.get(e + KEPT);
      if (flags != null) {
        boolean[] keep = new boolean[flags.length];
        for (int i = 0; i < keep.length; i++) {
          keep[i] = flags[i] != 0;
        }
        kept.put(e, keep);
      }
    }
  }

  // ---- the penalty: weight · mean over all A and B of |P Pᵀ − I| ----

  @Override
  public double penalty() {
    double sum = 0;
    for (AdaLora.Triplets layer : layers) {
      sum += penalty(layer.a(), false, 0) + penalty(layer.b(), true, 0);
    }
    return settings.number("orth_reg_weight") * sum / (2 * layers.size());
  }

  @Override
  public void addGradient(double count) {
    double factor = count * settings.number("orth_reg_weight") / (2 * layers.size());
    for (AdaLora.Triplets layer : layers) {
      penalty(layer.a(), false, factor);
      penalty(layer.b(), true, factor);
    }
  }

  private double penalty(AdaLora.Piece p, boolean columns, double factor) {
    try (Factoring factoring = new Factoring(model.ops())) {
      return factoring.orthogonality(p.parameter(), p.part(), columns, factor);
    }
  }

  // ---- the budget ----

  @Override
  public void stepped(int step) {
    int end = total - last;
    if (step < end) {
      for (AdaLora.Triplets layer : layers) {
        for (AdaLora.Piece p : layer.pieces()) {
          importance
              .computeIfAbsent(p.name(), name -> new Importance(p.part().size()))
              .add(
                  values(p, p.parameter().master()),
                  values(p, p.parameter().gradient()),
                  (float) settings.number("beta1"),
                  (float) settings.number("beta2"));
        }
      }
      if (step > first && step % settings.integer("deltaT", 1) == 0) {
        mask(budget(step));
      }
    } else if (step == end) {
      mask(budget(step));
      importance.clear();
    } else {
      applyMask();
    }
    model.refresh();
  }

  private static float[] values(AdaLora.Piece p, PtNDArray tensor) {
    return p.parameter().slice(tensor, p.part());
  }

  /** Triplets of all layers together that are kept after a step. */
  int budget(int step) {
    int start = layers.size() * settings.integer("init_r", 1);
    int target = layers.size() * settings.integer("target_r", 1);
    if (step <= first) {
      return start;
    } else if (step > total - last) {
      return target;
    }
    double rest = 1 - (step - first) / (double) (total - last - first);
    return (int) ((start - target) * Math.pow(rest, 3) + target);
  }

  private void mask(int budget) {
    List<float[]> scores = new ArrayList<>();
    int count = 0;
    for (AdaLora.Triplets layer : layers) {
      scores.add(scores(layer));
      count += scores.get(scores.size() - 1).length;
    }
    float[] all = new float[count];
    int at = 0;
    for (float[] some : scores) {
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    int start = layers.size() * settings.integer("init_r", 1);
    if (start - budget < 1) {
      return; // nothing is to go
    }
    Arrays.sort(all);
    float threshold = all[start - budget - 1];
    for (int i = 0; i < layers.size(); i++) {
      float[] score = scores.get(i);
      boolean[] keep = new boolean[score.length];
      for (int k = 0; k < keep.length; k++) {
        keep[k] = score[k] > threshold;
      }
      kept.put(layers.get(i).module() + ".lora_E", keep);
    }
    applyMask();
  }

  private float[] scores(AdaLora.Triplets layer) {
    Importance a = importance.get(layer.a().name());
    Importance b = importance.get(layer.b().name());
    Importance e = importance.get(layer.e().name());
    int r = e.mean.length;
    int in = a.mean.length / r;
    int out = b.mean.length / r;
    float[] scores = new float[r];
    for (int k = 0; k < r; k++) {
      double row = 0;
      for (int i = 0; i < in; i++) {
        row += a.score(k * in + i);
      }
      double column = 0;
      for (int i = 0; i < out; i++) {
        column += b.score(i * r + k);
      }
      scores[k] = e.score(k) + (float) (row / in) + (float) (column / out);
    }
    return scores;
  }

  private void applyMask() {
    for (AdaLora.Triplets layer : layers) {
      boolean[] keep = kept.get(layer.module() + ".lora_E");
      AdaLora.Piece e = layer.e();
      float[] values = values(e, e.parameter().master());
      for (int k = 0; k < values.length; k++) {
        values[k] = keep == null || keep[k] ? values[k] : 0;
      }
      e.parameter().write(e.parameter().master(), e.part(), values);
    }
  }
}
