package org.sluice.jobs.redact;

import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.ner.EntityFinder;

/** Replaces personal data; the table spans says where it stood, never what it was. */
public final class Redact implements Step<RedactOptions> {
  private static final String NAME = "redact";
  private static final String KEY = "redact.columns";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<RedactOptions> options() {
    return RedactOptions.class;
  }

  @Override
  public String codeVersion() {
    return "8";
  }

  @Override
  public void check(SparkSession spark, RedactOptions options, StepContext context) {
    Fields.of(context.tables().schema(context.inputTable()), options.allColumns(), KEY);
    Redactor.of(options.entities(), options.redactor());
    ModelTagger.of(spark.sparkContext(), options.tagger());
    options
        .entitiesColumn()
        .filter(Arrays.asList(context.tables().schema(context.inputTable()).fieldNames())::contains)
        .ifPresent(
            column -> {
              throw UserError.of(
                  "redact.entities_column: the table has a column %s already".formatted(column),
                  "name another one");
            });
  }

  @Override
  public StepResult run(SparkSession spark, RedactOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable());
    Fields fields = Fields.of(input.schema(), options.allColumns(), KEY);
    EntityFinder finder = ModelTagger.of(spark.sparkContext(), options.tagger());
    Redacting pass = new Redacting(fields, options, finder);
    StructType schema =
        options
            .entitiesColumn()
            .map(column -> input.schema().add(column, Redacting.ENTITIES))
            .orElse(input.schema());
    Flow redacted = input.through(NAME, schema, pass);
    CanaryCheck canaries = CanaryCheck.of(options, finder);
    canaries.refuseTooFew(options.minCanaryRecall());
    canaries.tell(context.progress());
    return new Settlement(spark, context.tables())
        .finish(redacted.beside(Schemas.CANARIES_TABLE, canaries.table(spark)), "redacted", true)
        .withMetrics(canaries.metrics());
  }
}
