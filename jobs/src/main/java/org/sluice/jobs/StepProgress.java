package org.sluice.jobs;

import java.util.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;

/**
 * Shows how far a step is. A step that counts for itself is passed through; for any other the share
 * of Spark's tasks that are done stands for the share of its rows.
 */
public final class StepProgress extends SparkListener implements Progress {
  /** For a step of which nobody knows how many rows it reads. */
  public static final long UNKNOWN = -1;

  private final Progress shown;
  private final String step;
  private final long rows;
  private boolean countsItself;
  private int tasks;
  private int tasksDone;
  private long rowsShown;

  private StepProgress(Progress shown, String step, long rows) {
    this.shown = shown;
    this.step = step;
    this.rows = rows;
  }

  /**
   * Runs a step and shows how far it is.
   *
   * @param rows about how many rows it reads, or {@link #UNKNOWN}
   * @param work the step, which is given the progress to tell
   */
  public static StepResult watch(
      SparkSession spark,
      Progress shown,
      String step,
      long rows,
      Function<Progress, StepResult> work) {
    StepProgress progress = new StepProgress(shown, step, rows);
    shown.begin(step, rows > 0 ? "rows" : "tasks", Math.max(0, rows));
    spark.sparkContext().addSparkListener(progress);
    spark.sparkContext().setJobGroup(step, step, false);
    StepResult result;
    try {
      result = work.apply(progress);
    } finally {
      spark.sparkContext().clearJobGroup();
      spark.sparkContext().removeSparkListener(progress);
    }
    progress.finish(result.rowsRead());
    return result;
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks += stage.stageInfo().numTasks();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    tasksDone++;
    if (countsItself) {
      return;
    }
    if (rows <= 0) {
      shown.at(tasksDone);
      return;
    }
    // A later job of the step brings new tasks; what was shown as done is not taken back.
    rowsShown = Math.max(rowsShown, rows * tasksDone / Math.max(tasks, tasksDone));
    shown.at(rowsShown);
  }

  /** The step is done and knows how many rows it has read; negative when it does not yet. */
  private synchronized void finish(long rowsRead) {
    if (!countsItself && rows > 0 && rowsRead > 0) {
      shown.at(rowsRead);
    }
    shown.end();
  }

  @Override
  public synchronized void begin(String part, String unit, long total) {
    if (!countsItself) {
      countsItself = true;
      shown.at(0); // what was counted so far was its start
    }
    shown.begin(step, unit, total);
  }

  @Override
  public void advance(long n) {
    shown.advance(n);
  }

  @Override
  public void at(long n) {
    shown.at(n);
  }

  @Override
  public void note(String line) {
    shown.note(line);
  }

  @Override
  public void end() {
    shown.end();
  }
}
