package org.sluice.jobs.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.mix.MixOptions.StoppingStrategy;

/**
 * How much of each source a mixture takes.
 *
 * <p>With sizes n, a source's share is its weight, its epochs times n, or min(n, maximum)^(1 /
 * temperature) (Raffel et al. 2020, section 3.5.2), divided by the sum of all. Of a budget each
 * source gives its share. One that would give more than its cap, or than max_epochs times n, gives
 * that, and the others share what is left.
 */
final class MixPlan {
  /** Epochs this near to a whole number are that number: shares are fractions. */
  private static final double ROUNDING = 1e-9;

  private final SortedMap<String, Part> parts = new TreeMap<>();

  /**
   * One source.
   *
   * @param available its size
   * @param share of the mixture that was asked for, 0 to 1
   * @param epochs how often it is gone through, 0 or more
   */
  record Part(long available, double share, double epochs) {}

  private MixPlan() {}

  /**
   * Divides a mixture.
   *
   * @param sizes of the sources
   * @throws UserError when the options name a source that is not there, or leave one out
   */
  static MixPlan of(SortedMap<String, Long> sizes, MixOptions options) {
    refuseUnknown("weights", options.weights(), sizes, true);
    refuseUnknown("epochs", options.epochs(), sizes, true);
    refuseUnknown("caps", options.caps(), sizes, false);
    SortedMap<String, Double> weights = weights(sizes, options);
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    SortedMap<String, Double> caps = caps(sizes, options);
    SortedMap<String, Double> taken = divided(weights, caps, size(sizes, weights, caps, options));
    MixPlan plan = new MixPlan();
    sizes.forEach(
        (source, size) ->
            plan.parts.put(
                source,
                new Part(
                    size,
                    sum == 0 ? 0 : weights.get(source) / sum,
                    size == 0 ? 0 : rounded(taken.get(source) / size))));
    return plan;
  }

  SortedMap<String, Part> parts() {
    return parts;
  }

  private static double rounded(double epochs) {
    return Math.abs(epochs - Math.rint(epochs)) < ROUNDING ? Math.rint(epochs) : epochs;
  }

  private static void refuseUnknown(
      String key, Map<String, ?> named, SortedMap<String, Long> sizes, boolean complete) {
    List<String> sources = List.copyOf(sizes.keySet());
    for (String source : named.keySet()) {
      if (!sizes.containsKey(source)) {
        throw UserError.of(
            "mix.%s: there is no source '%s'".formatted(key, source),
            "did you mean '%s'?".formatted(Nearest.to(source, sources)));
      }
    }
    for (String source : sources) {
      if (complete && !named.isEmpty() && !named.containsKey(source)) {
        throw UserError.of(
            "mix.%s says nothing of the source '%s'".formatted(key, source),
            "give it a number, 0 leaves it out");
      }
    }
  }

  private static SortedMap<String, Double> weights(
      SortedMap<String, Long> sizes, MixOptions options) {
    SortedMap<String, Double> weights = new TreeMap<>();
    sizes.forEach(
        (source, size) -> {
          double weight;
          if (!options.weights().isEmpty()) {
            weight = size == 0 ? 0 : options.weights().get(source);
          } else if (!options.epochs().isEmpty()) {
            weight = options.epochs().get(source) * size;
          } else {
            long most = options.maximum() == 0 ? size : Math.min(size, options.maximum());
            weight = Math.pow(most, 1 / options.temperature());
          }
          weights.put(source, weight);
        });
    return weights;
  }

  private static SortedMap<String, Double> caps(SortedMap<String, Long> sizes, MixOptions options) {
    SortedMap<String, Double> caps = new TreeMap<>();
    sizes.forEach(
        (source, size) -> {
          double epochs = options.epochs().getOrDefault(source, options.maxEpochs());
          double own = options.caps().getOrDefault(source, Long.MAX_VALUE);
          caps.put(source, Math.min(own, epochs * size));
        });
    return caps;
  }

  private static double size(
      SortedMap<String, Long> sizes,
      SortedMap<String, Double> weights,
      SortedMap<String, Double> caps,
      MixOptions options) {
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    if (options.budget() > 0) {
      return options.budget();
    }
    if (!options.epochs().isEmpty()) {
      return sum;
    }
    boolean first = options.stoppingStrategy() == StoppingStrategy.FIRST_EXHAUSTED;
    double size = first ? Double.POSITIVE_INFINITY : 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      if (weight.getValue() > 0) {
        String source = weight.getKey();
        double exhausts = (first ? caps.get(source) : sizes.get(source)) * sum / weight.getValue();
        size = first ? Math.min(size, exhausts) : Math.max(size, exhausts);
      }
    }
    return Double.isInfinite(size) ? 0 : size;
  }

  /** What each source gives, none more than its cap. */
  private static SortedMap<String, Double> divided(
      SortedMap<String, Double> weights, SortedMap<String, Double> caps, double size) {
    SortedMap<String, Double> taken = new TreeMap<>();
    List<String> open = new ArrayList<>(weights.keySet());
    double left = size;
    boolean full = true;
    while (full) {
      full = false;
      double sum = open.stream().mapToDouble(weights::get).sum();
      double rest = left;
      for (String source : List.copyOf(open)) {
        double wanted = sum == 0 ? 0 : rest * weights.get(source) / sum;
        taken.put(source, wanted);
        if (wanted > caps.get(source)) {
          taken.put(source, caps.get(source));
          left -= caps.get(source);
          open.remove(source);
          full = true;
        }
      }
    }
    return taken;
  }
}
