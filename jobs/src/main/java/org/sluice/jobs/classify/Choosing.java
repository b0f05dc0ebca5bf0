package org.sluice.jobs.classify;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.jobs.Fields;
import org.sluice.jobs.classify.ClassifyOptions.Keep;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.text.dedup.ContentHash;

/** Scores rows, and keeps those that are good enough. */
final class Choosing implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final double STEPS = 1L << 53;

  private final Fields fields;
  private final Broadcast<Weights> weights;
  private final ClassifyOptions options;

  Choosing(Fields fields, Broadcast<Weights> weights, ClassifyOptions options) {
    this.fields = fields;
    this.weights = weights;
    this.options = options;
  }

  @Override
  public Worker open() {
    Weights trained = weights.value();
    return (row, out) -> {
      double score = trained.score(fields.joined(row));
      Object[] scored = Arrays.copyOf(row, row.length + 1);
      scored[row.length] = score;
      double least = options.keep() == Keep.PARETO ? 1 - random(row) : options.minScore();
      boolean stays = options.keep() == Keep.PARETO ? score > least : score >= least;
      if (stays || fields.isTest(row)) {
        out.accept(new Item.Kept(scored));
      } else {
        out.accept(
            Item.dropped(fields.id(row), Classify.NAME, "low_quality", score, least, keepName()));
      }
    };
  }

  private String keepName() {
    return options.keep().name().toLowerCase(Locale.ROOT);
  }

  /** A Lomax number, as numpy's pareto gives it, by the row's id. */
  private double random(Object[] row) {
    ContentHash hash = ContentHash.of(fields.id(row) + "\0" + options.seed());
    double uniform = (hash.high() >>> 11) / STEPS;
    return Math.pow(1 - uniform, -1 / options.shape()) - 1;
  }
}
