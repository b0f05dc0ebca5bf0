package org.sluice.jobs;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * One step from table to table. There is one stateless implementation a step; a recipe and the
 * step's own main class call it alike.
 *
 * @param <O> the step's settings, a record whose components carry {@link org.sluice.base.Setting}
 */
public interface Step<O extends Record> {
  /** The name in recipes, in the account and in job descriptions: "clean". */
  String name();

  Class<O> options();

  /** Changes when the step gives another result for the same input and settings. */
  String codeVersion();

  /**
   * Refuses, before any work, all that can be refused: a missing input, an unknown column, a model
   * that is not there.
   *
   * @throws org.sluice.base.UserError when the user has to mend something
   */
  void check(SparkSession spark, O options, StepContext context);

  /**
   * Reads the input table, writes the output tables. Running it twice gives the same tables as
   * running it once.
   *
   * <p>A step whose settings say {@code materialize: false} writes nothing yet: it hands its rows
   * over with {@link org.sluice.jobs.tables.Tables#handOver} and returns {@link
   * StepResult#deferred}; the next step that writes brings the results of all steps before it in
   * {@link StepResult#settled}.
   */
  StepResult run(SparkSession spark, O options, StepContext context);

  /**
   * What is said at the end of a step that ran alone.
   *
   * @param output the run's folder
   */
  default String told(StepResult result, Path output) {
    return result.summary();
  }
}
