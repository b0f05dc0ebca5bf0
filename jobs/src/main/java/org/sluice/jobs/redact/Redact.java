package org.sluice.jobs.redact;

import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;
import org.sluice.text.privacy.Redactor;

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
    return "1";
  }

  @Override
  public void check(SparkSession spark, RedactOptions options, StepContext context) {
    Fields.of(context.tables().schema(context.inputTable()), options.columns(), KEY);
    Redactor.of(options.entities(), options.redactor());
  }

  @Override
  public StepResult run(SparkSession spark, RedactOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable());
    Fields fields = Fields.of(input.schema(), options.columns(), KEY);
    Redacting pass =
        new Redacting(fields, options.columns(), options.entities(), options.redactor());
    Flow redacted = input.through(NAME, input.schema(), pass);
    return new Settlement(spark, context.tables()).finish(redacted, "redacted", true);
  }
}
