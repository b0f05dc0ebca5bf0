package org.sluice.jobs.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;

/**
 * Drops all rows but one of each cluster of equal or nearly equal texts. The row with the smallest
 * id stays. Held-out rows take no part.
 *
 * <p>Texts are never shuffled: rows are held where they were read, and only their numbers, ids and
 * hashes travel.
 */
public final class Dedup implements Step<DedupOptions> {
  static final String NAME = "dedup";
  private static final String KEY = "dedup.columns";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<DedupOptions> options() {
    return DedupOptions.class;
  }

  @Override
  public String codeVersion() {
    return "3";
  }

  @Override
  public void check(SparkSession spark, DedupOptions options, StepContext context) {
    Fields.of(context.tables().schema(context.inputTable()), options.columns(), KEY);
    new EarlierRuns(spark, options.against());
  }

  @Override
  public StepResult run(SparkSession spark, DedupOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable());
    StructType schema = input.schema();
    Fields fields = Fields.of(schema, options.columns(), KEY);
    // The signature is never written: it travels beside the text of rows that are held.
    StructType signedSchema = schema.add("_signature", DataTypes.NullType);
    Flow signed = input.through(signedSchema, new Signing(fields, options)).hold();
    spark.sparkContext().setJobGroup(NAME, "dedup: sign texts and compare buckets", false);

    int idAt = Arrays.asList(schema.fieldNames()).indexOf("id");
    Clustering.Place place = new Clustering.Place(idAt, schema.size());
    Clustering clustering = new Clustering(spark, signed.items(), place, options.exact());
    List<Row> displaced = new ArrayList<>();
    Clustering.Found found =
        options.against().isEmpty()
            ? clustering.find(options.maxDriverEdges())
            : clustering.find(
                new EarlierRuns(spark, options.against()), options.stays(), displaced);
    Sketch sketch = Sketch.of(options);
    if (sketch.verifies()) {
      spark.sparkContext().setJobDescription("dedup: verify clusters");
      found =
          new Verification(sketch, fields, place, options.exact()).verified(signed.items(), found);
    }
    JavaRDD<List<Duplicate>> dropped = found.dropped();
    double threshold = sketch.threshold();
    JavaRDD<Item> remaining =
        signed
            .items()
            .zipPartitions(
                dropped, (rows, duplicates) -> new Removing(rows, duplicates, threshold));
    Flow flow =
        signed
            .with(remaining, schema)
            .asHeld()
            .mark(NAME)
            .alarm(NAME, options.maxDrop())
            .beside("clusters", clusters(spark, found.all()));
    if (options.keepState()) {
      JavaRDD<Map<Long, String>> staying =
          Clustering.staying(found.all(), signed.items().getNumPartitions());
      flow =
          flow.beside(
              Schemas.BUCKETS_TABLE,
              EarlierRuns.buckets(spark, signed.items(), staying, place, options.exact()));
    }
    if (!options.against().isEmpty()) {
      flow =
          flow.beside(Schemas.DISPLACED_TABLE, spark.createDataFrame(displaced, Schemas.DISPLACED))
              .mayKeepNone(NAME); // earlier runs have them all
    }
    return new Settlement(spark, context.tables())
        .finish(flow, "deduplicated", options.materialize());
  }

  private static Dataset<Row> clusters(SparkSession spark, JavaRDD<Duplicate> rows) {
    return spark.createDataFrame(
        rows.map(row -> RowFactory.create(row.id(), row.representative(), row.size())),
        Schemas.CLUSTERS);
  }
}
