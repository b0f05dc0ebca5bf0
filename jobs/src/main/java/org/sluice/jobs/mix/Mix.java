package org.sluice.jobs.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.hub.Hub;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.mix.MixOptions.Curriculum;
import org.sluice.jobs.mix.MixOptions.Unit;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;

/**
 * Makes a training set of several sources: takes so much of each, puts the rows into an order,
 * holds some out. All of it depends on ids and the seed alone, never on how rows are spread.
 */
public final class Mix implements Step<MixOptions> {
  static final String NAME = "mix";
  private static final String KEY = "mix.columns";
  private static final String EPOCH = "epoch";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<MixOptions> options() {
    return MixOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, MixOptions options, StepContext context) {
    StructType schema = context.tables().schema(context.inputTable());
    Fields.of(schema, options.columns(), KEY);
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(options.sourceColumn())) {
      throw UserError.of(
          "mix.source_column: the table has no column " + options.sourceColumn(),
          "did you mean %s?".formatted(Nearest.to(options.sourceColumn(), names)));
    }
    for (String own : List.of(EPOCH, Schemas.PLACE)) {
      if (names.contains(own)) {
        throw UserError.of(
            "mix would write the column %s, which the table has already".formatted(own),
            "name that column otherwise");
      }
    }
    if (options.testSize() > 0 && names.contains(Splitting.SPLIT)) {
      throw UserError.of(
          "mix.test_size: ingest.test_path holds rows out already", "leave one of the two out");
    }
    options.curriculum().ifPresent(curriculum -> ranking(schema, curriculum));
    options
        .modelPath()
        .ifPresent(model -> Checkpoint.open(Hub.local(model, context.progress())).close());
  }

  @Override
  public StepResult run(SparkSession spark, MixOptions options, StepContext context) {
    spark.sparkContext().setJobGroup(NAME, "mix: measure the sources", false);
    Flow input = context.tables().flow(context.inputTable());
    Flow split = options.testSize() > 0 ? Splitting.split(spark, input, options) : input;
    Flow scored = needsLoss(split.schema(), options) ? Losses.behind(spark, split, options) : split;
    StructType schema = scored.schema();
    Fields fields = Fields.of(schema, options.columns(), KEY);
    Measuring.Ranking ranking =
        options
            .curriculum()
            .map(curriculum -> ranking(schema, curriculum))
            .orElse(new Measuring.Ranking(Measuring.Ranking.NONE, false));
    Flow measured =
        scored
            .through(
                Measuring.measured(schema),
                new Measuring(fields, options.unit(), tokenizer(options), ranking))
            .hold();
    int source = Arrays.asList(schema.fieldNames()).indexOf(options.sourceColumn());
    Supply supply = new Supply(amounts(measured, fields, source, schema.size()), options.seed());
    MixPlan plan = MixPlan.of(supply.sizes(), options);
    SortedMap<String, Long> taken = new TreeMap<>();
    Map<String, Take> takes = supply.take(plan, taken);
    Flow mixed =
        measured
            .through(
                NAME,
                measured.schema().add("_times", DataTypes.IntegerType),
                new Taking(fields, source, takes, options.seed()))
            .asHeld()
            .alarm(NAME, options.maxDrop())
            .beside(Schemas.MIXTURE_TABLE, mixture(spark, plan, taken));
    Ordering ordering =
        new Ordering(
            fields,
            Arrays.asList(schema.fieldNames()).indexOf("id"),
            schema.size(),
            options.curriculum().isPresent(),
            options.curriculum().map(Curriculum::stages).orElse(0),
            options.seed());
    StructType written =
        schema.add(EPOCH, DataTypes.IntegerType).add(Schemas.PLACE, DataTypes.LongType);
    return new Settlement(spark, context.tables())
        .settle(
            mixed,
            "mixed",
            held ->
                context
                    .tables()
                    .write("mixed", spark.createDataFrame(ordering.ordered(held.items()), written)))
        .withMetrics(metrics(options.unit(), taken));
  }

  private static JavaRDD<Supply.Amount> amounts(
      Flow measured, Fields fields, int source, int sizeAt) {
    return measured
        .items()
        .filter(item -> item instanceof Item.Kept kept && !fields.isTest(kept.values()))
        .map(
            item -> {
              Object[] row = ((Item.Kept) item).values();
              return new Supply.Amount(
                  Taking.source(row, source), fields.id(row), (long) row[sizeAt]);
            });
  }

  private static Measuring.Ranking ranking(StructType schema, Curriculum curriculum) {
    List<String> numbers = Measuring.numbers(schema);
    int column = Measuring.Ranking.BY_LENGTH;
    if (numbers.contains(curriculum.by())) {
      column = Arrays.asList(schema.fieldNames()).indexOf(curriculum.by());
    } else if (!List.of(Curriculum.LENGTH, Curriculum.LOSS).contains(curriculum.by())) {
      List<String> known = new ArrayList<>(numbers);
      known.addAll(List.of(Curriculum.LENGTH, Curriculum.LOSS));
      throw UserError.of(
          "mix.curriculum.by: the table has no column of numbers '%s'".formatted(curriculum.by()),
          "did you mean '%s'?".formatted(Nearest.to(curriculum.by(), known)));
    }
    return new Measuring.Ranking(column, curriculum.descending());
  }

  private static boolean needsLoss(StructType schema, MixOptions options) {
    return options.curriculum().map(Curriculum::by).filter(Curriculum.LOSS::equals).isPresent()
        && !Measuring.numbers(schema).contains(Curriculum.LOSS);
  }

  private static String tokenizer(MixOptions options) {
    if (options.unit() != Unit.TOKENS) {
      return null;
    }
    try (Checkpoint model =
        Checkpoint.open(Hub.local(options.modelPath().orElseThrow(), Progress.SILENT))) {
      return model.tokenizerJson();
    }
  }

  private static Dataset<Row> mixture(
      SparkSession spark, MixPlan plan, SortedMap<String, Long> taken) {
    List<Row> rows = new ArrayList<>();
    plan.parts()
        .forEach(
            (source, part) -> {
              long own = taken.get(source);
              double epochs = part.available() == 0 ? 0 : own / (double) part.available();
              rows.add(RowFactory.create(source, part.available(), part.share(), own, epochs));
            });
    return spark.createDataFrame(rows, Schemas.MIXTURE);
  }

  private static Map<String, Object> metrics(Unit unit, SortedMap<String, Long> taken) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    String name = unit.name().toLowerCase(Locale.ROOT);
    metrics.put(name, taken.values().stream().mapToLong(Long::longValue).sum());
    taken.forEach((source, size) -> metrics.put(name + "." + source, size));
    return metrics;
  }
}
