package org.sluice.jobs.dedup;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;

/** Says which rows are copies or near-copies of each other, without dropping any. */
public final class NearDuplicates {
  private NearDuplicates() {}

  /**
   * The rows with a further column: the smallest id of the row's cluster, its own when it has no
   * duplicates. The same for any partitioning.
   *
   * @param options which texts are alike; nothing is verified, so that rows which may be alike are
   *     together
   */
  public static Flow grouped(SparkSession spark, Flow input, DedupOptions options, String column) {
    StructType schema = input.schema();
    Fields fields = Fields.of(schema, options.columns(), "columns");
    Flow signed =
        input.through(schema.add(column, DataTypes.NullType), new Signing(fields, options)).hold();
    int idAt = Arrays.asList(schema.fieldNames()).indexOf("id");
    Clustering.Place place = new Clustering.Place(idAt, schema.size());
    Clustering.Found found =
        new Clustering(spark, signed.items(), place, options.exact())
            .find(options.maxDriverEdges());
    JavaRDD<Map<Long, String>> staying =
        Clustering.staying(found.all(), signed.items().getNumPartitions());
    JavaRDD<Item> grouped =
        signed.items().zipPartitions(staying, (rows, groups) -> named(rows, groups, fields));
    return signed.with(grouped, schema.add(column, DataTypes.StringType)).asHeld();
  }

  private static Iterator<Item> named(
      Iterator<Item> rows, Iterator<Map<Long, String>> groups, Fields fields) {
    Map<Long, String> names = groups.next();
    return new Iterator<>() {
      private long place;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Item next() {
        Item item = rows.next();
        String name = names.get(place++);
        if (!(item instanceof Item.Kept kept)) {
          return item;
        }
        Object[] values = kept.values().clone();
        values[values.length - 1] = name == null ? fields.id(values) : name;
        return new Item.Kept(values);
      }
    };
  }
}
