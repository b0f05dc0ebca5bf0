package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.tensor.Factoring;
import org.sluice.engine.tensor.InputStatistics;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Tape;

/**
 * EVA (Paischer et al. 2024), as PEFT's eva.py: the principal components of what goes into each
 * layer, taken in batch by batch until they no longer turn; of all layers' components those that
 * explain most of their layer's variance get the ranks.
 */
final class EvaStart {
  /** Passes over batches after which it is clear that components will not settle. */
  private static final int MOST_PASSES = 2000;

  /** Layers whose inputs are the same. */
  private static final class Group {
    private final List<String> modules = new ArrayList<>();
    private final InputStatistics.Components components = new InputStatistics.Components();
    private int most;
    private boolean[] settled = {};
    private String failure = "";

    /** Whether the components that a rank needs have settled. */
    boolean hasSettled(int rank) {
      return settled.length >= rank && IntStream.range(0, rank).allMatch(i -> settled[i]);
    }
  }

  private final Attaching on;
  private final LoraMethod method;
  private final List<Site> sites;
  private final Calibration data;
  private final double tau;
  private final double rho;
  private final boolean labelled;
  private final boolean whitened;
  private final boolean adjusts;
  private final Map<Linear, Group> groups = new LinkedHashMap<>();

  EvaStart(Attaching on, LoraMethod method, List<Site> sites, Calibration data) {
    this.on = on;
    this.method = method;
    this.sites = sites;
    this.data = data;
    PeftSettings config = PeftSettings.of(defaults(), method.settings().map("eva_config"));
    tau = config.number("tau");
    rho = config.number("rho");
    Check.that(tau >= 0 && tau <= 1, "eva_config.tau must be in [0, 1], got %s", tau);
    Check.that(rho >= 1, "eva_config.rho must be at least 1, got %s", rho);
    labelled = config.flag("use_label_mask");
    whitened = config.flag("whiten");
    adjusts = config.flag("adjust_scaling_factors");
  }

  private static Map<String, Object> defaults() {
    return Map.of(
        "rho", 2.0,
        "tau", 0.99,
        "use_label_mask", true,
        "whiten", false,
        "adjust_scaling_factors", true);
  }

  LearntStart learn() {
    group();
    try (InputStatistics inputs = new InputStatistics(on.model().ops())) {
      Map<String, Integer> ranks = settle(inputs);
      Map<String, Factoring.Factors> factors = new LinkedHashMap<>();
      for (Group group : groups.values()) {
        for (String module : group.modules) {
          int rank = ranks.get(module);
          if (rank > 0) {
            float[] a = group.components.first(rank, whitened);
            factors.put(module, new Factoring.Factors(a, new float[0]));
          }
        }
      }
      return new LearntStart(settings(ranks), factors);
    }
  }

  /** Runs one batch to see which layers take the same tensor in. */
  private void group() {
    Map<Linear, List<String>> targets = new LinkedHashMap<>();
    Map<PtNDArray, Group> byInput = new IdentityHashMap<>();
    for (Site site : sites) {
      Linear linear = site.linear().orElseThrow();
      targets.computeIfAbsent(linear, l -> new ArrayList<>()).add(site.module());
    }
    try (Tape tape = on.model().inferenceTape()) {
      tape.watch(
          (linear, x) -> {
            if (targets.containsKey(linear)) {
              Group group = byInput.computeIfAbsent(x, same -> new Group());
              groups.put(linear, group);
            }
          });
      data.read(on.model(), tape, 0, Math.min(data.batch(), data.rows()));
    }
    for (Site site : sites) {
      Group group = groups.get(site.linear().orElseThrow());
      if (group == null) {
        throw UserError.of(
            "The model does not run " + site.module() + " on the rows that eva looks at",
            "leave it out of target_modules");
      }
      group.modules.add(site.module());
      int most = (int) Math.rint(method.rank(site.module()) * rho);
      group.most = Math.max(group.most, Math.min(most, site.columns()));
    }
    // of layers with the same inputs one is enough
    Map<Group, Linear> first = new LinkedHashMap<>();
    groups.forEach((linear, group) -> first.putIfAbsent(group, linear));
    groups.keySet().retainAll(first.values());
  }

  private Map<String, Integer> settle(InputStatistics inputs) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    groups.values().forEach(g -> g.modules.forEach(module -> ranks.put(module, g.most)));
    int first = 0;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Map<Linear, Group> open = new LinkedHashMap<>();
      groups.forEach(
          (linear, group) -> {
            if (!group.hasSettled(ranks.get(group.modules.get(0)))) {
              open.put(linear, group);
            }
          });
      if (open.isEmpty()) {
        return ranks;
      }
      int end = Math.min(data.rows(), first + data.batch());
      take(inputs, open, first, end);
      first = end == data.rows() ? 0 : end;
      if (groups.values().stream().allMatch(group -> group.components.isAny())) {
        ranks.putAll(share());
      }
    }
    String why =
        groups.values().stream()
            .map(g -> g.failure)
            .filter(f -> !f.isEmpty())
            .findFirst()
            .orElse("the components of some layer's inputs go on turning");
    throw UserError.of("eva found no start: " + why, "give more rows at once, or a lower tau");
  }

  private void take(InputStatistics inputs, Map<Linear, Group> open, int first, int end) {
    long[] places = places(data.labels(first, end));
    try (Tape tape = on.model().inferenceTape()) {
      tape.watch(
          (linear, x) -> {
            Group group = open.get(linear);
            if (group != null) {
              take(inputs, group, x, places);
            }
          });
      data.read(on.model(), tape, first, end);
    }
  }

  private long[] places(boolean[] counts) {
    return IntStream.range(0, counts.length)
        .filter(i -> !labelled || counts[i])
        .asLongStream()
        .toArray();
  }

  private void take(InputStatistics inputs, Group group, PtNDArray x, long[] places) {
    if (places.length < group.most) {
      group.failure =
          "a batch has %d positions for %d components".formatted(places.length, group.most);
      return;
    }
    float[] alike = inputs.next(group.components, x, places, group.most, LearntStart.KEY);
    group.settled = new boolean[alike.length];
    for (int i = 0; i < alike.length; i++) {
      group.settled[i] = alike[i] >= tau;
    }
  }

  /** Ranks for the components of all layers that explain most. */
  private Map<String, Integer> share() {
    record Component(String module, double share) {}

    List<Component> all = new ArrayList<>();
    int budget = sites.stream().mapToInt(site -> method.rank(site.module())).sum();
    List<String> order = new ArrayList<>();
    groups.values().forEach(group -> order.add(group.modules.get(0)));
    groups.values().forEach(group -> order.addAll(group.modules.subList(1, group.modules.size())));
    Map<String, Group> of = new LinkedHashMap<>();
    groups.values().forEach(group -> group.modules.forEach(module -> of.put(module, group)));
    for (String module : order) {
      double[] shares = of.get(module).components.shares();
      Arrays.stream(shares).forEach(share -> all.add(new Component(module, share)));
    }
    all.sort(Comparator.comparingDouble(Component::share).reversed());
    Map<String, Integer> counts = new LinkedHashMap<>();
    order.forEach(module -> counts.put(module, 0));
    all.stream().limit(budget).forEach(c -> counts.merge(c.module(), 1, Integer::sum));
    for (Group group : groups.values()) {
      String first = group.modules.get(0);
      for (String other : group.modules.subList(1, group.modules.size())) {
        int own = counts.get(first);
        if (counts.get(other) > own) {
          counts.put(first, counts.get(other));
          counts.put(other, own);
        }
      }
    }
    return counts;
  }

  /** Ranks as PEFT notes them: modules without one are no targets, others have patterns. */
  private PeftSettings settings(Map<String, Integer> ranks) {
    PeftSettings old = method.settings();
    List<String> targets = new ArrayList<>();
    Map<String, Object> rankPattern = new LinkedHashMap<>();
    Map<String, Object> alphaPattern = new LinkedHashMap<>();
    ranks.forEach(
        (module, rank) -> {
          if (rank == 0) {
            return;
          }
          targets.add(module);
          double alpha = method.alpha(module);
          if (adjusts) {
            alpha *= (double) rank / method.rank(module);
          }
          if (rank != old.integer("r", 1)) {
            rankPattern.put(module, rank);
          }
          if (alpha != old.number("lora_alpha")) {
            alphaPattern.put(module, alpha);
          }
        });
    return old.with("target_modules", targets)
        .with("rank_pattern", rankPattern)
        .with("alpha_pattern", alphaPattern)
        .with("layers_to_transform", null)
        .with("layers_pattern", null);
  }
}
