package org.sluice.jobs;

import java.util.Properties;
import java.util.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;

/**
 * Shows how far a step is. A step that counts for itself is passed through; for any other each
 * stage of its Spark jobs is a part of its own, named by the job's description.
 */
public final class StepProgress extends SparkListener implements Progress {
  /** For a step of which nobody knows how many rows it reads. */
  public static final long UNKNOWN = -1;

  private static final String DESCRIPTION = "spark.job.description";

  private final Progress shown;
  private final StagePasses passes;
  private final String step;
  private final boolean inRows;
  private boolean countsItself;
  private int tasksDone;

  private StepProgress(Progress shown, String step, long rows) {
    this.shown = shown;
    this.step = step;
    this.inRows = rows > 0;
    this.passes = new StagePasses(shown, Math.max(0, rows));
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
    if (!countsItself) {
      passes.begin(
          stage.stageInfo().stageId(), what(stage.properties()), stage.stageInfo().numTasks());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (!countsItself && task.taskInfo().successful()) {
      tasksDone++;
      passes.taskDone(task.stageId());
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted stage) {
    if (!countsItself) {
      passes.end(stage.stageInfo().stageId());
    }
  }

  /**
   * What a job does for the step; empty where its description does not say. Delta puts words of its
   * own around it.
   */
  private String what(Properties properties) {
    String description = properties == null ? null : properties.getProperty(DESCRIPTION);
    String own = step + ": ";
    int at = description == null ? -1 : description.indexOf(own);
    return at < 0 ? "" : description.substring(at + own.length());
  }

  /** The step is done and knows how many rows it has read; negative when it does not yet. */
  private synchronized void finish(long rowsRead) {
    if (countsItself) {
      shown.end();
    } else if (inRows) {
      shown.end(rowsRead > 0 ? rowsRead : passes.rowsDone());
    } else {
      shown.end(tasksDone);
    }
  }

  @Override
  public synchronized void begin(String part, String unit, long total) {
    countsItself = true;
    shown.begin(step, unit, total);
  }

  @Override
  public void part(String name, String unit, long total) {
    shown.part(name, unit, total);
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

  @Override
  public void end(long n) {
    shown.end(n);
  }
}
