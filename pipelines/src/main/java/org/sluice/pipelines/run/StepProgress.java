package org.sluice.pipelines.run;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.sluice.base.Progress;

/**
 * Shows how far a step is. A step that counts for itself is passed through; for any other the share
 * of Spark's tasks that are done stands for the share of its rows.
 */
final class StepProgress extends SparkListener implements Progress {
  private final Progress shown;
  private final String step;
  private final long rows;
  private boolean countsItself;
  private int tasks;
  private int tasksDone;
  private long rowsShown;

  /**
   * Begins to show a step.
   *
   * @param rows about how many rows it reads; negative when nobody knows
   */
  StepProgress(Progress shown, String step, long rows) {
    this.shown = shown;
    this.step = step;
    this.rows = rows;
    shown.begin(step, rows > 0 ? "rows" : "tasks", Math.max(0, rows));
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
  synchronized void finish(long rowsRead) {
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
