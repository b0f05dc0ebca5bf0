package org.sluice.jobs.mix;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.dedup.NearDuplicates;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;

/**
 * Holds rows out by a hash of the row that stands for their copies and near-copies, so that none of
 * them is learnt while another one is asked.
 */
final class Splitting implements RowPass {
  private static final long serialVersionUID = 1L;
  static final String SPLIT = "split";
  private static final String GROUP = "_group";
  private static final String TEST = "test";
  private static final String TRAIN = "train";

  private final int split;
  private final int width;
  private final double testSize;
  private final long seed;

  private Splitting(int split, int width, double testSize, long seed) {
    this.split = split;
    this.width = width;
    this.testSize = testSize;
    this.seed = seed;
  }

  /** The flow with every row's split. */
  static Flow split(SparkSession spark, Flow input, MixOptions options) {
    DedupOptions alike = DedupOptions.byKeys(options.columns(), Optional.of(options.near()));
    Flow grouped = NearDuplicates.grouped(spark, input, alike, GROUP);
    int known = List.of(input.schema().fieldNames()).indexOf(SPLIT);
    StructType schema =
        known >= 0 ? input.schema() : input.schema().add(SPLIT, DataTypes.StringType);
    int at = known >= 0 ? known : schema.size() - 1;
    return grouped.through(
        schema, new Splitting(at, schema.size(), options.testSize(), options.seed()));
  }

  @Override
  public Worker open() {
    return (row, out) -> {
      String group = (String) row[row.length - 1];
      Object[] dealt = Arrays.copyOf(row, width);
      dealt[split] = Take.number(seed, SPLIT, group) < testSize ? TEST : TRAIN;
      out.accept(new Item.Kept(dealt));
    };
  }
}
