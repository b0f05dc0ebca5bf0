package org.sluice.jobs.ml;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Progress;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.dedup.Dedup;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/**
 * Leaves one row of each cluster of equal or nearly equal texts, the one with the smallest id; by
 * the step dedup. Clusters are found when {@code transform} is called, not when rows are asked for.
 */
public final class Deduplicator extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String INPUT = "input";

  /** The default of the step dedup. */
  private static final long MAX_DRIVER_EDGES = 300_000;

  private final String uid;
  private final StringArrayParam inputCols;
  private final BooleanParam exact;
  private final BooleanParam near;
  private final IntParam ngram;
  private final IntParam bands;
  private final IntParam rows;
  private final Param<String> language;

  public Deduplicator() {
    this(ColumnStage.newUid(Deduplicator.class));
  }

  public Deduplicator(String uid) {
    this.uid = uid;
    inputCols =
        new StringArrayParam(
            this, "inputCols", "Columns with text; compared joined by line breaks");
    exact = new BooleanParam(this, "exact", "Drop rows whose text is the same but for white space");
    near = new BooleanParam(this, "near", "Drop near-duplicates by MinHash");
    ngram = new IntParam(this, "ngram", "Words in a shingle", ParamValidators.gtEq(1));
    bands = new IntParam(this, "bands", "Bands", ParamValidators.gtEq(1));
    rows = new IntParam(this, "rows", "Hashes in a band", ParamValidators.gtEq(1));
    language = new Param<>(this, "language", "Language of rows without a column lang");
    setDefault(inputCols, new String[] {"text"});
    setDefault(exact, true);
    setDefault(near, true);
    setDefault(ngram, 5);
    setDefault(bands, 14);
    setDefault(rows, 8);
    setDefault(language, "en");
  }

  @Override
  public String uid() {
    return uid;
  }

  public StringArrayParam inputCols() {
    return inputCols;
  }

  public BooleanParam exact() {
    return exact;
  }

  public BooleanParam near() {
    return near;
  }

  public IntParam ngram() {
    return ngram;
  }

  public IntParam bands() {
    return bands;
  }

  public IntParam rows() {
    return rows;
  }

  public Param<String> language() {
    return language;
  }

  public Deduplicator setInputCols(String[] value) {
    set(inputCols, value);
    return this;
  }

  public Deduplicator setExact(boolean value) {
    set(exact, value);
    return this;
  }

  public Deduplicator setNear(boolean value) {
    set(near, value);
    return this;
  }

  public Deduplicator setNgram(int value) {
    set(ngram, value);
    return this;
  }

  public Deduplicator setBands(int value) {
    set(bands, value);
    return this;
  }

  public Deduplicator setRows(int value) {
    set(rows, value);
    return this;
  }

  public Deduplicator setLanguage(String value) {
    set(language, value);
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Schema.text(schema, "id");
    for (String column : getOrDefault(inputCols)) {
      Schema.text(schema, column);
    }
    return schema;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    SparkSession spark = dataset.sparkSession();
    Tables tables = new Tables(spark, uid, TableFormat.PARQUET); // nothing is written there
    tables.handOver(INPUT, Flow.of(dataset.toDF()));
    StepContext context =
        new StepContext(Path.of(uid), tables, INPUT, Progress.SILENT, UUID.randomUUID().toString());
    try {
      new Dedup().run(spark, options(), context);
    } finally {
      spark.sparkContext().clearJobGroup();
    }
    return tables.flow("deduplicated").kept(spark);
  }

  private DedupOptions options() {
    Optional<DedupOptions.MinHashOptions> minhash =
        (Boolean) getOrDefault(near)
            ? Optional.of(
                new DedupOptions.MinHashOptions(
                    (Integer) getOrDefault(ngram),
                    (Integer) getOrDefault(bands),
                    (Integer) getOrDefault(rows),
                    1,
                    Optional.empty(),
                    0))
            : Optional.empty();
    return new DedupOptions(
        List.of(getOrDefault(inputCols)),
        (Boolean) getOrDefault(exact),
        minhash,
        Optional.empty(),
        getOrDefault(language),
        List.of(),
        DedupOptions.Stays.SMALLEST_ID,
        false,
        MAX_DRIVER_EDGES,
        1,
        false);
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<Deduplicator> read() {
    return new DefaultParamsReader<>();
  }

  public static Deduplicator load(String path) {
    return read().load(path);
  }
}
