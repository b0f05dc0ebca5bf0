package org.sluice.jobs.lineage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Takes the samples of some rows out of blocks of tokens; the other samples stay as they are. */
final class BlockCut {
  private static final String GONE = "gone";
  private static final StructType CUT =
      StructType.fromDDL(
          "block_id BIGINT, input_ids ARRAY<INT>, labels ARRAY<INT>, lengths ARRAY<INT>,"
              + " doc_ids ARRAY<STRING>");

  private BlockCut() {}

  /**
   * The blocks that hold one of the rows, without it; a block may be left with no sample.
   *
   * @param blocks columns of {@link org.sluice.jobs.tables.Schemas#BLOCKS}
   * @param ids one column, id
   */
  static Dataset<Row> changed(Dataset<Row> blocks, Dataset<Row> ids) {
    Dataset<Row> gone =
        blocks
            .selectExpr("block_id", "explode(doc_ids) AS id")
            .join(ids, "id")
            .groupBy("block_id")
            .agg(functions.collect_set("id").as(GONE));
    MapFunction<Row, Row> cut = BlockCut::without;
    Dataset<Row> uncut = blocks.drop("input_ids", "labels", "lengths", "doc_ids");
    return blocks
        .join(gone, "block_id")
        .select("block_id", "input_ids", "labels", "lengths", "doc_ids", GONE)
        .map(cut, Encoders.row(CUT))
        .join(uncut, "block_id");
  }

  private static Row without(Row block) {
    Set<String> gone = new HashSet<>(block.getList(5));
    List<Integer> tokens = block.getList(1);
    List<Integer> labels = block.getList(2);
    List<Integer> lengths = block.getList(3);
    List<String> owners = block.getList(4);
    List<Integer> keptTokens = new ArrayList<>();
    List<Integer> keptLabels = new ArrayList<>();
    List<Integer> keptLengths = new ArrayList<>();
    List<String> keptOwners = new ArrayList<>();
    int from = 0;
    for (int sample = 0; sample < lengths.size(); sample++) {
      int to = from + lengths.get(sample);
      if (!gone.contains(owners.get(sample))) {
        keptTokens.addAll(tokens.subList(from, to));
        keptLabels.addAll(labels.subList(from, to));
        keptLengths.add(lengths.get(sample));
        keptOwners.add(owners.get(sample));
      }
      from = to;
    }
    return RowFactory.create(
        block.get(0),
        keptTokens.toArray(),
        keptLabels.toArray(),
        keptLengths.toArray(),
        keptOwners.toArray());
  }
}
