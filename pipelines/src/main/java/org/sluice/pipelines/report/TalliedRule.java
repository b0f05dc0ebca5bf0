package org.sluice.pipelines.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;
import org.sluice.pipelines.report.ReportData.Histogram;

/**
 * A row of the table of rules: what a rule measured, whether it dropped rows or not.
 *
 * @param evaluated rows that it was checked on
 * @param dropped those that it was the first to refuse
 */
record TalliedRule(
    String step,
    String rule,
    double threshold,
    Histogram.Side side,
    long evaluated,
    long dropped,
    List<Bin> bins) {
  /** What lies further out goes into the outermost bars. */
  private static final double TAIL = 0.005;

  /** Rows between two scores. */
  record Bin(double low, double high, long rows) {}

  /** The rules of a run; none where the table is not there. */
  static List<TalliedRule> of(Tables tables) {
    if (!tables.exists(Schemas.RULES_TABLE)) {
      return List.of();
    }
    return tables
        .read(Schemas.RULES_TABLE)
        .select("step", "rule", "threshold", "drops", "evaluated", "dropped", "bins")
        .collectAsList()
        .stream()
        .map(TalliedRule::of)
        .toList();
  }

  private static TalliedRule of(Row row) {
    List<Row> bins = row.getList(6);
    return new TalliedRule(
        row.getString(0),
        row.getString(1),
        row.getDouble(2),
        row.getString(3).equals("above") ? Histogram.Side.ABOVE : Histogram.Side.BELOW,
        row.getLong(4),
        row.getLong(5),
        bins.stream()
            .map(bin -> new Bin(bin.getDouble(0), bin.getDouble(1), bin.getLong(2)))
            .toList());
  }

  /** The scores of all rows in bars of equal width; empty where no row has a score. */
  Optional<Histogram> histogram(int bars) {
    if (bins.isEmpty()) {
      return Optional.empty();
    }
    double low = bins.get(at(TAIL)).low();
    double high = bins.get(at(1 - TAIL)).high();
    double span = high - low;
    if (threshold > low - span && threshold < high + span) {
      low = Math.min(low, threshold);
      high = Math.max(high, threshold);
    }
    List<Long> counts = new ArrayList<>(Collections.nCopies(bars, 0L));
    for (Bin bin : bins) {
      double middle = (bin.low() + bin.high()) / 2;
      int bar = (int) Math.floor((middle - low) / (high - low) * bars);
      int inside = Math.max(0, Math.min(bars - 1, bar));
      counts.set(inside, counts.get(inside) + bin.rows());
    }
    return Optional.of(new Histogram(rule, low, high, counts, OptionalDouble.of(threshold), side));
  }

  /** The bin in which the row at this share of all rows lies. */
  private int at(double share) {
    long all = bins.stream().mapToLong(Bin::rows).sum();
    long seen = 0;
    for (int i = 0; i < bins.size(); i++) {
      seen += bins.get(i).rows();
      if (seen >= share * all) {
        return i;
      }
    }
    return bins.size() - 1;
  }
}
