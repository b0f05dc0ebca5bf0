package org.sluice.engine.adapter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Factoring;
import org.sluice.engine.tensor.InputStatistics;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Tape;

/**
 * Starts of LoRA's factors that look at sample data, as PEFT's corda.py and loraga.py compute them;
 * EVA's is {@link EvaStart}.
 *
 * @param settings the method's, as data made them
 * @param factors of each module
 */
record LearntStart(PeftSettings settings, Map<String, Factoring.Factors> factors) {
  /** Seeds the random directions of approximate singular vectors. */
  static final int KEY = 42;

  /** What is learnt of the data for a method, none where its start wants no data. */
  static LearntStart of(Attaching on, LoraMethod method, Calibration data) {
    if (data.rows() == 0) {
      throw UserError.of(
          "init_lora_weights "
              + LoraMethod.startName(method.settings())
              + " has no rows to look at",
          "give training rows");
    }
    List<Site> sites = on.targets(method.settings(), Site::isLinear);
    return switch (LoraStart.of(method.settings())) {
      case CORDA -> new LearntStart(method.settings(), corda(on, method, sites, data));
      case LORA_GA -> new LearntStart(method.settings(), gradients(on, method, sites, data));
      case EVA -> new EvaStart(on, method, sites, data).learn();
      default -> throw new IllegalStateException("this start wants no data");
    };
  }

  private static Map<String, Factoring.Factors> corda(
      Attaching on, LoraMethod method, List<Site> sites, Calibration data) {
    Map<String, Object> config = method.settings().map("corda_config");
    Object mode = config.getOrDefault("corda_method", "ipm");
    Check.that(
        List.of("ipm", "kpm").contains(mode), "corda_method must be ipm or kpm, got %s", mode);
    Map<String, Factoring.Factors> factors = new LinkedHashMap<>();
    try (InputStatistics inputs = new InputStatistics(on.model().ops())) {
      for (int row = 0; row < data.rows(); row++) {
        try (Tape tape = on.model().inferenceTape()) {
          tape.watch((linear, x) -> inputs.addCovariance(linear, x));
          data.read(on.model(), tape, row, row + 1);
        }
      }
      for (Site site : sites) {
        Factoring.Matrix weight = new Factoring.Matrix(on.base(site), site.rows(), site.columns());
        int rank = method.rank(site.module());
        double scale = method.scale(site.module());
        Linear linear = site.linear().orElseThrow();
        factors.put(
            site.module(),
            inputs.corda(linear, weight, data.rows(), rank, mode.equals("kpm"), scale));
      }
    }
    return factors;
  }

  private static Map<String, Factoring.Factors> gradients(
      Attaching on, LoraMethod method, List<Site> sites, Calibration data) {
    Map<Linear, Parameter> trained = new LinkedHashMap<>();
    for (Site site : sites) {
      Linear linear = site.linear().orElseThrow();
      if (linear.packed() || on.model().type() != DType.FP32) {
        throw UserError.of(
            "init_lora_weights lora_ga needs the gradients of weights in float32",
            "set model.quantization.type: none and model.dtype: fp32");
      }
      trained.computeIfAbsent(linear, LearntStart.copies(on));
    }
    trained.forEach(Linear::thaw);
    int batches = 0;
    try (InputStatistics sums = new InputStatistics(on.model().ops())) {
      for (int first = 0; first < data.rows(); first += data.batch()) {
        int end = Math.min(data.rows(), first + data.batch());
        try (Tape tape = on.model().trainingTape(0)) {
          long targets = data.learn(on.model(), tape, first, end);
          trained.forEach((linear, own) -> sums.takeGradient(linear, own, targets));
        }
        batches++;
      }
      Map<String, Factoring.Factors> factors = new LinkedHashMap<>();
      for (Site site : sites) {
        factors.put(site.module(), factors(on, method, site, sums, batches));
      }
      return factors;
    } finally {
      trained.keySet().forEach(Linear::freeze);
      trained.values().forEach(Parameter::close);
    }
  }

  private static java.util.function.Function<Linear, Parameter> copies(Attaching on) {
    return linear -> {
      Linear.Part whole = new Linear.Part("", 0, linear.rows());
      return on.model()
          .factory()
          .own(linear, on.model().ops().read(linear, whole, on.model().type()));
    };
  }

  private static Factoring.Factors factors(
      Attaching on, LoraMethod method, Site site, InputStatistics sums, int batches) {
    Map<String, Object> config = method.settings().map("lora_ga_config");
    String direction = config.getOrDefault("direction", "ArB2r").toString();
    String scaling = config.getOrDefault("scale", "stable").toString();
    int r = method.rank(site.module());
    Check.that(
        2 * r <= Math.min(site.rows(), site.columns()),
        "lora_ga needs 2 r singular vectors of %s, which has %d",
        site.module(),
        Math.min(site.rows(), site.columns()));
    long[] right = triplets(on, site.module(), direction, r, true);
    long[] left = triplets(on, site.module(), direction, r, false);
    InputStatistics.Triplets found =
        sums.gradientFactors(
            site.linear().orElseThrow(), site.part().orElseThrow(), r, right, left, batches, KEY);
    double ofA = 1;
    double ofB = 1;
    switch (scaling) {
      case "stable" -> {
        double gamma = config.get("stable_gamma") instanceof Number n ? n.doubleValue() : 16;
        // as PEFT: the first dimension of the weight as its file has it
        int height = site.linear().orElseThrow().isTurned() ? site.columns() : site.rows();
        ofB = Math.pow(height, 0.25) / Math.sqrt(gamma);
      }
      case "weight_svd" -> {
        Factoring.Matrix weight = new Factoring.Matrix(on.base(site), site.rows(), site.columns());
        double first = found.values()[0];
        ofB = first > 0 ? on.factoring().largestSingular(weight, r, KEY) / first : 1;
      }
      case "gd_scale" -> {
        ofA = 1 / method.scale(site.module());
        ofB = ofA;
      }
      case "unit" -> {}
      default ->
          Check.that(false, "scale must be stable, weight_svd, gd_scale or unit, got %s", scaling);
    }
    return new Factoring.Factors(times(found.a(), ofA), times(found.b(), ofB));
  }

  /** Which of the gradient's first 2 r singular triplets A, or B, takes its vectors of. */
  private static long[] triplets(Attaching on, String module, String direction, int r, boolean a) {
    return switch (direction) {
      case "ArBr" -> IntStream.range(0, r).mapToLong(i -> 2L * i + (a ? 1 : 0)).toArray();
      case "A2rBr" -> IntStream.range(0, r).mapToLong(i -> i + (a ? r : 0)).toArray();
      case "ArB2r" -> IntStream.range(0, r).mapToLong(i -> i + (a ? 0 : r)).toArray();
      case "random" ->
          on.inits().random(module).ints(0, 2 * r).distinct().limit(r).asLongStream().toArray();
      default -> {
        Check.that(false, "direction must be ArB2r, A2rBr, ArBr or random, got %s", direction);
        yield new long[0];
      }
    };
  }

  private static float[] times(float[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) factor;
    }
    return values;
  }
}
