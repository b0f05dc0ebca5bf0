package org.sluice.jobs.tokenize;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;
import scala.Tuple2;

/** Prompts and answers, or plain text, to blocks of tokens; test rows to the table eval_rows. */
public final class Tokenize implements Step<TokenizeOptions> {
  static final String NAME = "tokenize";
  private static final String BLOCKS = "blocks";
  private static final String EVAL_ROWS = "eval_rows";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<TokenizeOptions> options() {
    return TokenizeOptions.class;
  }

  @Override
  public String codeVersion() {
    return "4";
  }

  @Override
  public void check(SparkSession spark, TokenizeOptions options, StepContext context) {
    StructType schema = context.tables().schema(context.inputTable());
    Tokenizing.Places places = Tokenizing.Places.of(schema, options.columns());
    if (options.keepOrder()) {
      Fields.requirePlace(schema, "tokenize.keep_order");
    }
    TokenizerSetup setup = TokenizerSetup.of(options.model().path());
    if (setup.encodes() && places.plain() != null) {
      throw UserError.of(
          "tokenize: a model with an encoder learns answers to prompts, and the table "
              + context.inputTable()
              + " has none",
          "put the step format before it");
    }
    if (setup.encodes() && options.trainOn() == TokenizeOptions.Target.ALL) {
      throw UserError.of(
          "tokenize.train_on: prompts that an encoder reads cannot be learnt", "set it to answer");
    }
  }

  @Override
  public StepResult run(SparkSession spark, TokenizeOptions options, StepContext context) {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
    TokenizerSetup tokenizer = TokenizerSetup.of(options.model().path());
    Broadcast<TokenizerSetup> setup = java.broadcast(tokenizer);
    Room room =
        new Room(
            options.lengths().block(tokenizer.encodes()), options.packing(), options.keepOrder());
    Flow input = context.tables().flow(context.inputTable());
    Tokenizing pass =
        new Tokenizing(
            setup,
            new Tokenizing.Shape(
                options.lengths(), options.trainOn() == TokenizeOptions.Target.ALL),
            Tokenizing.Places.of(input.schema(), options.columns()));
    Flow tokenized = input.through(NAME, Tokenizing.SCHEMA, pass);
    Map<String, Object> metrics = new TreeMap<>();
    StepResult result =
        new Settlement(spark, context.tables())
            .settle(tokenized, BLOCKS, held -> write(spark, context.tables(), held, room, metrics));
    return result.withMetrics(metrics);
  }

  /** What a block is like. */
  private record Room(int tokens, TokenizeOptions.Packing packing, boolean keepOrder) {}

  private static void write(
      SparkSession spark, Tables tables, Flow held, Room room, Map<String, Object> metrics) {
    JavaRDD<Object[]> rows =
        held.items()
            .filter(item -> item instanceof Item.Kept)
            .map(item -> ((Item.Kept) item).values());
    Totals totals = rows.map(Totals::of).fold(Totals.NONE, Totals::plus);
    JavaRDD<Row> test = rows.filter(row -> (boolean) row[Tokenizing.TEST]).map(Tokenize::evalRow);
    tables.write(EVAL_ROWS, spark.createDataFrame(test, Schemas.EVAL_ROWS));
    JavaRDD<Object[]> train = rows.filter(row -> !(boolean) row[Tokenizing.TEST]);
    tables.write(BLOCKS, spark.createDataFrame(blocks(train, totals, room), Schemas.BLOCKS));
    Dataset<Row> written = tables.read(BLOCKS);
    metrics.put("samples", totals.samples());
    metrics.put("test_rows", totals.testRows());
    metrics.put("tokens", totals.tokens());
    metrics.put("target_tokens", totals.targets());
    metrics.put("truncated", totals.truncated());
    metrics.put("blocks", written.count());
  }

  private static JavaRDD<Row> blocks(JavaRDD<Object[]> train, Totals totals, Room room) {
    if (room.keepOrder()) {
      JavaRDD<Tuple2<Long, Sample>> placed =
          train.map(
              row -> new Tuple2<>((Long) row[Tokenizing.PLACE], (Sample) row[Tokenizing.SAMPLE]));
      return OrderedBlocks.of(placed, totals.samples(), room.tokens(), room.packing());
    }
    JavaRDD<Sample> samples = train.map(row -> (Sample) row[Tokenizing.SAMPLE]);
    return Blocks.of(samples, totals.tokens(), room.tokens(), room.packing());
  }

  private static Row evalRow(Object[] row) {
    Sample sample = (Sample) row[Tokenizing.SAMPLE];
    return RowFactory.create(
        sample.id(),
        Arrays.stream(sample.inputIds()).boxed().toArray(),
        Arrays.stream(sample.labels()).boxed().toArray(),
        row[Tokenizing.LABEL]);
  }
}
