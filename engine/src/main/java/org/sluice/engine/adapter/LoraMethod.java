package org.sluice.engine.adapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sluice.base.Check;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.LayerCopies;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.LowRank;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.WeightFactory.Factors;

/**
 * LoRA (Hu et al. 2021) and DoRA (Liu et al. 2024): W + s B A with s = alpha / r, or alpha /
 * sqrt(r) with use_rslora (Kalajdzievski 2023). Plain additions of one rank on a stack go the short
 * way of {@link LowRank}; everything else is a {@link Change}.
 */
public final class LoraMethod extends Method {
  private static final long serialVersionUID = 1L;

  /** A value of init_lora_weights: the base is without what pissa, olora or loftq took out. */
  public static final String TAKEN = "taken";

  private static final Map<String, Object> DEFAULTS = Defaults.lora();

  public LoraMethod(Map<String, ?> given) {
    super(DEFAULTS, given);
    settings().integer("r", 1);
    Check.that(
        settings().number("lora_alpha") > 0,
        "lora_alpha must be more than 0, got %s",
        settings().raw("lora_alpha"));
    settings().share("lora_dropout");
    LoraStart.of(settings());
    Check.that(
        List.of("none", "all", "lora_only").contains(bias()),
        "bias must be none, all or lora_only, got %s",
        bias());
    new Selection(settings());
    refuse(
        "alora_invocation_tokens",
        "arrow_config",
        "kasa_config",
        "monteclora_config",
        "use_bdlora",
        "use_qalora",
        "velora_config");
  }

  /** Plain LoRA. */
  public static LoraMethod of(LoraConfig config) {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("r", config.r());
    given.put("lora_alpha", config.loraAlpha());
    given.put("lora_dropout", config.loraDropout());
    given.put("target_modules", config.targetModules().asSetting());
    return new LoraMethod(given);
  }

  @Override
  public String peftType() {
    return "LORA";
  }

  @Override
  public Checkpoint base(Checkpoint checkpoint) {
    if (!settings().has("layer_replication")) {
      return checkpoint;
    }
    List<List<Integer>> ranges = new ArrayList<>();
    for (Object range : (List<?>) settings().raw("layer_replication")) {
      ranges.add(PeftSettings.of(Map.of("range", range), Map.of()).integers("range"));
    }
    return new LayerCopies(checkpoint, LayerCopies.ranges(ranges));
  }

  private String bias() {
    return settings().text("bias").orElse("none");
  }

  private boolean dora() {
    return settings().flag("use_dora");
  }

  /** The rank of a module's addition. */
  public int rank(String module) {
    Object own =
        Selection.first(settings().map("rank_pattern"), module).orElse(settings().raw("r"));
    return ((Number) own).intValue();
  }

  /** A module's lora_alpha. */
  double alpha(String module) {
    Object own =
        Selection.first(settings().map("alpha_pattern"), module)
            .orElse(settings().raw("lora_alpha"));
    return ((Number) own).doubleValue();
  }

  /** The factor on a module's B A. */
  public double scale(String module) {
    double alpha = alpha(module);
    int r = rank(module);
    return settings().flag("use_rslora") ? alpha / Math.sqrt(r) : alpha / r;
  }

  @Override
  void put(Attaching on) {
    List<Site> targets = on.targets(settings(), site -> site.isLinear() || site.isEmbedding());
    Map<Linear, List<Site>> stacks = new LinkedHashMap<>();
    Set<String> adapted = new LinkedHashSet<>();
    for (Site site : targets) {
      adapted.add(site.module());
      if (site.isLinear()) {
        saveBase(on, site);
        stacks.computeIfAbsent(site.linear().orElseThrow(), l -> new ArrayList<>()).add(site);
      } else {
        embedding(on, site);
      }
    }
    stacks.forEach((linear, sites) -> stack(on, linear, sites));
    LoraExperts.put(on, this);
    TokenRows.put(on, settings(), "token_adapter.");
    on.trainBiases(bias(), adapted);
    on.trainSaved(settings());
  }

  /** The short way where one product can serve the whole stack. */
  private void stack(Attaching on, Linear linear, List<Site> sites) {
    LoraStart begin = LoraStart.of(settings(), on.start().stored());
    int rank = begin.rank(sites.get(0), rank(sites.get(0).module()));
    double scale = scale(sites.get(0).module());
    boolean uniform =
        sites.stream()
            .allMatch(s -> begin.rank(s, rank(s.module())) == rank && scale(s.module()) == scale);
    if (!uniform
        || dora()
        || settings().flag("lora_bias")
        || begin.changesBase()
        || begin == LoraStart.MICA) {
      sites.forEach(site -> single(on, site, begin));
      return;
    }
    List<Factors> factors = new ArrayList<>();
    for (Site site : sites) {
      String nameA = Lora.nameA(site.module());
      String nameB = Lora.nameB(site.module());
      LoraStart.Pair pair = begin.pair(on, site, rank, scale);
      float[] a = on.start().read(nameA, new long[] {rank, site.columns()}).orElseGet(pair.a());
      float[] b = on.start().read(nameB, new long[] {site.rows(), rank}).orElseGet(pair.b());
      factors.add(new Factors(site.part().orElseThrow(), nameA, nameB, a, b));
    }
    on.lowRank(linear, factors, new LowRank.Scaling(scale, settings().share("lora_dropout")));
  }

  private void single(Attaching on, Site site, LoraStart begin) {
    int rank = begin.rank(site, rank(site.module()));
    double scale = scale(site.module());
    LoraStart.Pair pair = begin.pair(on, site, rank, scale);
    Parameter a = on.parameter(Lora.nameA(site.module()), pair.a(), rank, site.columns());
    if (begin == LoraStart.MICA) {
      frozenB(on, site, a, pair);
      return;
    }
    Parameter b = on.parameter(Lora.nameB(site.module()), pair.b(), site.rows(), rank);
    if (begin.convertsWhenSaved()) {
      on.adapter().saves(new WithoutStart(site, a, b, pair));
    }
    List<Parameter> trained = new ArrayList<>(List.of(a, b));
    String at = Attaching.PREFIX + site.module();
    String formula = begin.formula();
    if (dora()) {
      Check.that(!begin.changesBase(), "use_dora does not go with init_lora_weights");
      formula = "dora";
      trained.add(
          on.parameter(
              at + ".lora_magnitude_vector", () -> norms(on.base(site), site), site.rows()));
    }
    double dropout = settings().share("lora_dropout");
    on.change(site, new Change(formula, trained, pair.constants(), List.of(scale), dropout));
    if (settings().flag("lora_bias")) {
      Parameter bias =
          on.parameter(
              at + ".lora_B.bias",
              () -> on.inits().kaiming(at + ".lora_B.bias", site.rows(), rank),
              site.rows());
      on.changeBias(site, Change.of("lora_bias", List.of(bias), scale));
    }
  }

  /** MiCA: A trains alone. */
  private void frozenB(Attaching on, Site site, Parameter a, LoraStart.Pair pair) {
    Check.that(
        !dora() && !settings().flag("lora_bias"), "mica goes with neither use_dora nor lora_bias");
    int rank = rank(site.module());
    Check.that(
        rank <= Math.min(site.rows(), site.columns()),
        "mica needs r of at most %d for %s, got %d",
        Math.min(site.rows(), site.columns()),
        site.module(),
        rank);
    String nameB = Lora.nameB(site.module());
    long[] shape = {site.rows(), rank};
    float[] b = on.start().read(nameB, shape).orElseGet(pair.b());
    on.adapter().saves(new Adapter.Saved(nameB, shape, () -> b.clone()));
    List<Double> numbers = List.of(scale(site.module()));
    double dropout = settings().share("lora_dropout");
    on.change(
        site,
        new Change(
            "lora", List.of(a), List.of(on.constant(b, site.rows(), rank)), numbers, dropout));
  }

  /** Whether its factors start from what the model makes of data. */
  boolean looksAtData() {
    return LoraStart.of(settings()).looksAtData();
  }

  /** A zero, B from N(0, 1), so that training starts from the base. */
  private void embedding(Attaching on, Site site) {
    int rank = rank(site.module());
    double scale = scale(site.module());
    String at = Attaching.PREFIX + site.module();
    String nameB = at + ".lora_embedding_B";
    Parameter a =
        on.parameter(
            at + ".lora_embedding_A", () -> new float[rank * site.rows()], rank, site.rows());
    Parameter b =
        on.parameter(
            nameB, () -> on.inits().normal(nameB, site.columns() * rank, 1), site.columns(), rank);
    if (dora()) {
      Parameter magnitude =
          on.parameter(
              at + ".lora_magnitude_vector",
              () -> columnNorms(on.base(site), site.columns()),
              site.columns());
      on.change(site, Change.of("dora_embedding", List.of(a, b, magnitude), scale));
    } else {
      on.change(site, Change.of("lora_embedding", List.of(a, b), scale));
    }
    saveBase(on, site);
  }

  /** Beside what it trains of an embed_tokens or lm_head PEFT saves the frozen weight. */
  private static void saveBase(Attaching on, Site site) {
    if (Selection.named(site.module(), "embed_tokens")
        || Selection.named(site.module(), "lm_head")) {
      long[] shape = {site.rows(), site.columns()};
      String name = Attaching.PREFIX + site.module() + ".base_layer.weight";
      on.adapter().saves(new Adapter.Saved(name, shape, () -> on.base(site)));
    }
  }

  private static float[] norms(float[] weight, Site site) {
    float[] norms = new float[site.rows()];
    for (int row = 0; row < norms.length; row++) {
      double sum = 0;
      for (int i = row * site.columns(); i < (row + 1) * site.columns(); i++) {
        sum += (double) weight[i] * weight[i];
      }
      norms[row] = (float) Math.sqrt(sum);
    }
    return norms;
  }

  private static float[] columnNorms(float[] weight, int columns) {
    double[] sums = new double[columns];
    for (int i = 0; i < weight.length; i++) {
      sums[i % columns] += (double) weight[i] * weight[i];
    }
    float[] norms = new float[columns];
    Arrays.setAll(sums, i -> Math.sqrt(sums[i]));
    for (int i = 0; i < columns; i++) {
      norms[i] = (float) sums[i];
    }
    return norms;
  }

  /** Whether all that it does is to add s B A to matrices of linear layers. */
  public boolean isPlain() {
    boolean more =
        dora()
            || settings().flag("lora_bias")
            || settings().has("modules_to_save")
            || settings().has("trainable_token_indices")
            || settings().has("target_parameters")
            || settings().has("layer_replication");
    return !more && bias().equals("none") && !LoraStart.of(settings()).changesBase();
  }

  /** How the settings name the way A and B start: "true", "pissa", ... */
  static String startName(PeftSettings settings) {
    Object value = settings.raw("init_lora_weights");
    return value == null ? "true" : value.toString().toLowerCase(Locale.ROOT);
  }
}
