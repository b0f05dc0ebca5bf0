package org.sluice.jobs.parts;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;

/**
 * Takes lines, paragraphs or runs of sentences out of texts when an earlier text of the corpus, or
 * an earlier place of the same one, has them: the row with the smallest id keeps them. Held-out
 * rows take no part.
 *
 * <p>Texts are never shuffled: rows are held where they were read, and only keys and ids travel.
 */
public final class DedupText implements Step<DedupTextOptions> {
  static final String NAME = "dedup_text";
  private static final String KEY = "dedup_text.column";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<DedupTextOptions> options() {
    return DedupTextOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, DedupTextOptions options, StepContext context) {
    Fields.of(context.tables().schema(context.inputTable()), List.of(options.column()), KEY);
  }

  @Override
  public StepResult run(SparkSession spark, DedupTextOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable()).hold();
    Fields fields = Fields.of(input.schema(), List.of(options.column()), KEY);
    spark.sparkContext().setJobGroup(NAME, "dedup_text: find parts that stand twice", false);
    JavaRDD<FirstPlaces> firsts = new RepeatedParts(fields, options.level()).find(input.items());
    JavaRDD<Item> cut =
        input
            .items()
            .zipPartitions(
                firsts, (rows, places) -> new Cutting(rows, places.next(), fields, options));
    Flow flow = input.with(cut, input.schema()).mark(NAME).alarm(NAME, options.maxDrop());
    return new Settlement(spark, context.tables())
        .finish(flow, "text_deduplicated", options.materialize());
  }
}
