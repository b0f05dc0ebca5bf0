package org.sluice.jobs.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.canary.Canaries;
import org.sluice.text.privacy.canary.Canary;
import org.sluice.text.privacy.ner.EntityFinder;

/** How many of the canaries the redactor of this run takes out; they never meet its rows. */
final class CanaryCheck {
  private final List<Canary> planted;
  private final List<Boolean> taken;
  private final Map<String, Tally> tallies = new TreeMap<>();

  /** Canaries of one entity. */
  private record Tally(int taken, int planted) {
    double recall() {
      return (double) taken / planted;
    }

    Tally with(boolean one) {
      return new Tally(taken + (one ? 1 : 0), planted + 1);
    }
  }

  private CanaryCheck(List<Canary> planted, List<Boolean> taken) {
    this.planted = planted;
    this.taken = taken;
    for (int i = 0; i < planted.size(); i++) {
      String entity = planted.get(i).entity();
      tallies.put(entity, tallies.getOrDefault(entity, new Tally(0, 0)).with(taken.get(i)));
    }
  }

  /** Plants canaries for the entities of a run and seeks them by its settings. */
  static CanaryCheck of(RedactOptions options, EntityFinder finder) {
    Redactor redactor = Redactor.of(options.entities(), options.redactor(), finder);
    Canaries canaries =
        Canaries.of(options.entities().keySet(), options.canaries(), options.canarySeed());
    return new CanaryCheck(canaries.all(), canaries.taken(redactor));
  }

  /**
   * The alarm.
   *
   * @throws UserError when the recall on an entity is below the limit
   */
  void refuseTooFew(double least) {
    tallies.forEach(
        (entity, tally) -> {
          if (tally.recall() < least) {
            throw UserError.of(
                "redact: %d of %d canaries of %s are found, a recall of %.3f where"
                        .formatted(tally.taken(), tally.planted(), entity, tally.recall())
                    + " min_canary_recall is %s; by entity: %s".formatted(least, metrics()),
                "lower redact.min_score or min_scores.%s, or redact.min_canary_recall"
                    .formatted(entity));
          }
        });
  }

  void tell(Progress progress) {
    List<String> entities = new ArrayList<>();
    tallies.forEach(
        (entity, tally) ->
            entities.add("%s %d of %d".formatted(entity, tally.taken(), tally.planted())));
    if (!entities.isEmpty()) {
      progress.note("redact: canaries found: " + String.join(", ", entities));
    }
  }

  /** The recall by entity. */
  Map<String, Object> metrics() {
    Map<String, Object> recall = new TreeMap<>();
    tallies.forEach((entity, tally) -> recall.put("canary_recall." + entity, tally.recall()));
    return recall;
  }

  /** The canaries as a table. */
  Dataset<Row> table(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < planted.size(); i++) {
      Canary canary = planted.get(i);
      rows.add(
          RowFactory.create(
              canary.entity(),
              canary.sentence(),
              (long) canary.start(),
              (long) canary.end(),
              taken.get(i)));
    }
    return spark.createDataFrame(rows, Schemas.CANARIES).coalesce(1);
  }
}
