package org.sluice.jobs.decontaminate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.decontaminate.DecontaminateOptions.Method;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import org.sluice.text.dedup.TokenGrams;

/**
 * Takes what evaluation sets hold, and the table's own held-out rows, out of the training rows
 * (Brown et al. 2020, appendix C). Held-out rows are never changed.
 */
public final class Decontaminate implements Step<DecontaminateOptions> {
  static final String NAME = "decontaminate";
  private static final String KEY = "decontaminate.column";
  private static final String HELD_OUT = "held-out rows";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<DecontaminateOptions> options() {
    return DecontaminateOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, DecontaminateOptions options, StepContext context) {
    Fields.of(context.tables().schema(context.inputTable()), List.of(options.column()), KEY);
    sets(spark, options);
  }

  private static List<EvaluationSet> sets(SparkSession spark, DecontaminateOptions options) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<EvaluationSet> sets = new ArrayList<>();
    for (String file : options.against()) {
      sets.add(EvaluationSet.read(hadoop, file, options.fields()));
    }
    return sets;
  }

  @Override
  public StepResult run(SparkSession spark, DecontaminateOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable()).hold();
    Fields fields = Fields.of(input.schema(), List.of(options.column()), KEY);
    spark.sparkContext().setJobGroup(NAME, "decontaminate: find common runs of words", false);
    SoughtGrams sought = new SoughtGrams(options);
    sets(spark, options).forEach(set -> sought.add(set.name(), set.texts()));
    if (options.heldOut()) {
      sought.add(HELD_OUT, heldOut(input, fields));
    }
    if (sought.isEmpty()) {
      throw UserError.of(
          "decontaminate: no example is as long as what is sought", "lower decontaminate.ngram");
    }
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (options.method() == Method.GPT3) {
      sought.forget(common(java, input, fields, sought, options.maxRows()));
    }
    Broadcast<SoughtGrams> all = java.broadcast(sought);
    Flow flow =
        input
            .through(NAME, input.schema(), new Removing(fields, all, options))
            .alarm(NAME, options.maxDrop());
    return new Settlement(spark, context.tables())
        .finish(flow, "decontaminated", options.materialize());
  }

  private static List<String> heldOut(Flow input, Fields fields) {
    return input
        .items()
        .filter(item -> item instanceof Item.Kept kept && fields.isTest(kept.values()))
        .map(item -> fields.joined(((Item.Kept) item).values()))
        .collect();
  }

  /** The runs that stand in more rows than a test set would be copied into. */
  private static List<Long> common(
      JavaSparkContext java, Flow input, Fields fields, SoughtGrams sought, int maxRows) {
    Broadcast<SoughtGrams> all = java.broadcast(sought);
    JavaRDD<Map<Long, Integer>> counts =
        input.items().mapPartitions(items -> List.of(count(items, fields, all.value())).iterator());
    Map<Long, Integer> sum = new TreeMap<>();
    Iterator<Map<Long, Integer>> parts = counts.collect().iterator();
    parts.forEachRemaining(
        part -> part.forEach((gram, rows) -> sum.merge(gram, rows, Integer::sum)));
    all.unpersist(false);
    return sum.entrySet().stream()
        .filter(entry -> entry.getValue() > maxRows)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<Long, Integer> count(Iterator<Item> items, Fields fields, SoughtGrams sought) {
    TokenGrams tokens = new TokenGrams();
    Map<Long, Integer> rows = new TreeMap<>();
    while (items.hasNext()) {
      if (items.next() instanceof Item.Kept kept && !fields.isTest(kept.values())) {
        tokens.read(fields.joined(kept.values()));
        for (long gram : sought.distinct(tokens)) {
          rows.merge(gram, 1, Integer::sum);
        }
      }
    }
    return rows;
  }
}
