package org.sluice.engine.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Errors of one case, gathered under headings. The error of a tensor is its largest difference over
 * its largest magnitude (at least 1e-6).
 */
final class Comparison {
  private static final double SMALLEST_MAGNITUDE = 1e-6;

  private static final double LARGE = 1e30;

  /** Gradients that are zero but for rounding may differ by this much, whatever their size. */
  private static final double ABSOLUTE = 1e-6;

  /** What may differ, and by how much. */
  enum Heading {
    WEIGHTS("weights", 1e-6),
    PRODUCT("product", 1e-4),
    START("start", 1e-4),
    LOGITS("logits", 1e-5),
    LOSS("loss", 1e-5),
    GRADIENTS("gradients", 1e-5),
    LOSSES("losses", 1e-5),
    TRAINED("trained", 1e-4),
    MERGED("merged", 1e-5),
    AFTER("after", 1e-4);

    private final String title;
    private final double tolerance;

    Heading(String title, double tolerance) {
      this.title = title;
      this.tolerance = tolerance;
    }
  }

  private final OptionalDouble tolerance;
  private final Map<String, Double> noise;
  private final Map<Heading, Double> worst = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private String greedy = "";

  /**
   * @param tolerance one limit for everything in place of each heading's own
   * @param noise how far rounding alone moved a tensor, by name
   */
  Comparison(OptionalDouble tolerance, Map<String, Double> noise) {
    this.tolerance = tolerance;
    this.noise = noise;
  }

  /** Compares all elements of a tensor. */
  void tensor(Heading heading, String name, float[] got, float[] expected) {
    boolean[] all = new boolean[expected.length];
    java.util.Arrays.fill(all, true);
    tensor(heading, name, got, expected, all);
  }

  /**
   * Compares a tensor where it counts.
   *
   * @param counts one flag for each of equally many neighbouring elements
   */
  void tensor(Heading heading, String name, float[] got, float[] expected, boolean[] counts) {
    if (got.length != expected.length) {
      failures.add(name + " has " + got.length + " elements, expected " + expected.length);
      return;
    }
    int each = expected.length / Math.max(1, counts.length);
    double difference = 0;
    double magnitude = SMALLEST_MAGNITUDE;
    for (int i = 0; i < expected.length; i++) {
      if (counts[i / each]) {
        double wanted = finite(expected[i]);
        double apart = Math.abs(finite(got[i]) - wanted);
        difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
        magnitude = Math.max(magnitude, Math.abs(wanted));
      }
    }
    double limit =
        Math.max(tolerance.orElse(heading.tolerance), 10 * noise.getOrDefault(name, 0.0));
    if (heading == Heading.GRADIENTS) {
      magnitude = Math.max(magnitude, ABSOLUTE / limit);
    }
    double error = difference / magnitude;
    worst.merge(heading, error, Math::max);
    if (!(error <= limit)) {
      failures.add(
          String.format(Locale.ROOT, "%s is off by %.1e, allowed %.1e", name, error, limit));
    }
  }

  /** Infinities as a very large number, so that they can be compared. */
  private static double finite(float value) {
    return Float.isNaN(value) ? value : Math.max(-LARGE, Math.min(LARGE, value));
  }

  /**
   * Compares tokens.
   *
   * @param firm whether rounding cannot change them
   * @param note what is to be said besides
   */
  void greedy(long[] got, long[] expected, boolean firm, String note) {
    boolean same = java.util.Arrays.equals(got, expected);
    greedy = same ? "greedy same" : firm ? "greedy differs" : "greedy differs (by rounding)";
    greedy += note;
    if (!same && firm) {
      failures.add("greedy tokens differ");
    }
  }

  /** Notes something that is wrong beyond numbers. */
  void failure(String what) {
    failures.add(what);
  }

  boolean passed() {
    return failures.isEmpty();
  }

  /** "logits 1.2e-07, loss 0.0e+00, ..., greedy same; what failed". */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    for (Heading heading : Heading.values()) {
      if (worst.containsKey(heading)) {
        words.add(String.format(Locale.ROOT, "%s %.1e", heading.title, worst.get(heading)));
      }
    }
    if (!greedy.isEmpty()) {
      words.add(greedy);
    }
    String numbers = String.join(", ", words);
    return passed() ? numbers : numbers + "; " + String.join("; ", shown());
  }

  private List<String> shown() {
    int most = 3;
    if (failures.size() <= most) {
      return failures;
    }
    List<String> first = new ArrayList<>(failures.subList(0, most));
    first.add("and " + (failures.size() - most) + " more");
    return first;
  }
}
