package org.sluice.jobs.mix;

import java.util.Arrays;
import java.util.Map;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;

/** Puts behind a row how often it is taken, and drops it when it is not. Held-out rows stay. */
final class Taking implements RowPass {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final int source;
  private final Map<String, Take> takes;
  private final long seed;

  /**
   * @param source place of the column that names the source
   */
  Taking(Fields fields, int source, Map<String, Take> takes, long seed) {
    this.fields = fields;
    this.source = source;
    this.takes = takes;
    this.seed = seed;
  }

  /** The source of a row; rows without one have the empty name. */
  static String source(Object[] row, int column) {
    return row[column] == null ? "" : row[column].toString();
  }

  @Override
  public Worker open() {
    return (row, out) -> {
      String id = fields.id(row);
      String from = source(row, source);
      Take take = takes.get(from);
      int times = fields.isTest(row) ? 1 : take.times(seed, id);
      if (times > 0) {
        Object[] taken = Arrays.copyOf(row, row.length + 1);
        taken[row.length] = times;
        out.accept(new Item.Kept(taken));
        return;
      }
      double own = Take.bucket(seed, id, take.buckets());
      out.accept(
          Item.dropped(
              id,
              Mix.NAME,
              "not_taken",
              own / take.buckets(),
              take.below() / (double) take.buckets(),
              from));
    };
  }
}
