package org.sluice.jobs.analyze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.jobs.tables.Damage;
import org.sluice.text.rules.Profiles;

/** What {@link Analysis} found, as text and as values. */
public final class CorpusReport {
  private static final double[] QUANTILES = {0.01, 0.05, 0.5, 0.95, 0.99};

  /** Languages with less of the rows are not proposed to be kept. */
  private static final double COMMON = 0.05;

  private static final int SHOWN = 5;

  private final long rows;
  private final Map<String, Long> rejected; // by reason
  private final Set<String> damaged; // files that were not read to their end
  private final long characters;
  private final List<Measured> sample;
  private final List<String> aside; // files of the folder that are no data

  CorpusReport(
      long rows,
      Map<String, Long> rejected,
      Set<String> damaged,
      long characters,
      List<Measured> sample,
      List<String> aside) {
    this.rows = rows;
    this.rejected = rejected;
    this.damaged = damaged;
    this.characters = characters;
    this.sample = List.copyOf(sample);
    this.aside = List.copyOf(aside);
  }

  /**
   * A limit against the corpus.
   *
   * @param usual the profile's own value
   * @param dropped share of the sample that breaks it
   * @param quantiles of the score at 1, 5, 50, 95 and 99 %
   * @param proposed the limit that drops no more than the share asked for
   */
  public record Line(
      String profile,
      String limit,
      String score,
      double usual,
      double dropped,
      double[] quantiles,
      double proposed) {}

  /** A line for each limit; limits are proposed that drop at most this share each. */
  public List<Line> lines(double share) {
    List<Limit> limits = Limit.all();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      Limit limit = limits.get(i);
      if (!profiles().contains(limit.profile())) {
        continue;
      }
      int at = i;
      double[] values =
          sample.stream()
              .mapToDouble(row -> row.scores()[at])
              .filter(value -> !Double.isNaN(value))
              .sorted()
              .toArray();
      double usual = Profiles.limits(Profiles.named(limit.profile())).get(limit.key());
      double broken =
          Arrays.stream(values).filter(v -> limit.isMost() ? v > usual : v < usual).count()
              / (double) Math.max(1, sample.size());
      double[] quantiles = Arrays.stream(QUANTILES).map(q -> quantile(values, q)).toArray();
      double edge = quantile(values, limit.isMost() ? 1 - share : share);
      double proposed = broken <= share ? usual : edge;
      lines.add(
          new Line(
              limit.profile(), limit.key(), limit.score(), usual, broken, quantiles, proposed));
    }
    return lines;
  }

  /** The profiles that suit the commonest language. */
  private List<String> profiles() {
    return Limit.profilesFor(languages().keySet().iterator().next());
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  /** Shares of languages in the sample, the commonest first. */
  public Map<String, Double> languages() {
    Map<String, Integer> counts = new TreeMap<>();
    sample.forEach(row -> counts.merge(row.language(), 1, Integer::sum));
    Map<String, Double> shares = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted((one, other) -> other.getValue() - one.getValue())
        .forEach(e -> shares.put(e.getKey(), e.getValue() / (double) sample.size()));
    return shares;
  }

  /** Share of the sample whose text another row of it has, too. */
  public double copies() {
    Set<Long> different = new HashSet<>();
    sample.forEach(row -> different.add(row.text()));
    return 1 - different.size() / (double) sample.size();
  }

  /** Everything for a terminal, with a part of a recipe at the end. */
  public String text(double share) {
    StringBuilder out = new StringBuilder();
    int[] lengths = sample.stream().mapToInt(Measured::characters).sorted().toArray();
    line(
        out,
        "%d rows, %d rejected, %d characters; sample of %d rows",
        rows,
        rejected.values().stream().mapToLong(lines -> lines).sum(),
        characters,
        sample.size());
    if (!rejected.isEmpty()) {
      line(out, "rejected, by reason: %s", rejected);
    }
    if (!damaged.isEmpty()) {
      line(out, "%s", Damage.told(damaged));
    }
    if (!aside.isEmpty()) {
      line(out, "left aside: %s; to read such files name them, or a glob", few(aside));
    }
    line(
        out,
        "characters a row: median %d, longest %d",
        lengths[lengths.length / 2],
        lengths[lengths.length - 1]);
    line(out, "copies of another row: %.3f", copies());
    StringBuilder languages = new StringBuilder();
    languages().entrySet().stream()
        .limit(8)
        .forEach(e -> languages.append(" %s %.3f".formatted(e.getKey(), e.getValue())));
    line(out, "languages:%s", languages);
    line(out, "");
    line(
        out,
        "%-28s %8s %8s %8s %8s %8s %8s %8s %9s",
        "limit",
        "usual",
        "drops",
        "1 %",
        "5 %",
        "50 %",
        "95 %",
        "99 %",
        "proposed");
    String profile = "";
    for (Line line : lines(share)) {
      if (!line.profile().equals(profile)) {
        profile = line.profile();
        line(out, "%s", profile);
      }
      StringBuilder quantiles = new StringBuilder();
      for (double quantile : line.quantiles()) {
        quantiles.append(" %8s".formatted(number(quantile)));
      }
      line(
          out,
          "  %-26s %8s %8.3f%s %9s",
          line.limit(),
          number(line.usual()),
          line.dropped(),
          quantiles,
          number(line.proposed()));
    }
    line(out, "");
    out.append(recipe(share));
    return out.toString();
  }

  private static String few(List<String> paths) {
    String names =
        paths.stream()
            .limit(SHOWN)
            .map(path -> path.substring(path.lastIndexOf('/') + 1))
            .collect(Collectors.joining(", "));
    return paths.size() <= SHOWN ? names : names + " and %d more".formatted(paths.size() - SHOWN);
  }

  /** The profiles with the proposed limits, as a recipe has them. */
  private String recipe(double share) {
    List<String> languages =
        languages().entrySet().stream()
            .filter(language -> language.getValue() >= COMMON)
            .map(Map.Entry::getKey)
            .toList();
    StringBuilder out = new StringBuilder("clean:\n  language: {keep: ").append(languages);
    out.append("}\n  profiles: ").append(profiles());
    out.append("\n  limits:");
    boolean any = false;
    for (String profile : profiles()) {
      List<Line> changed =
          lines(share).stream()
              .filter(line -> line.profile().equals(profile) && line.proposed() != line.usual())
              .toList();
      if (!changed.isEmpty()) {
        any = true;
        out.append("\n    ").append(profile).append(':');
        changed.forEach(
            l ->
                out.append("\n      ").append(l.limit()).append(": ").append(number(l.proposed())));
      }
    }
    return out.append(any ? "\n" : " {}\n").toString();
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
