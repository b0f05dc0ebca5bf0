package org.sluice.jobs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.base.Progress;

/**
 * Shows Spark's stages, each as a part of a step. One is shown at a time, until all of its tasks
 * are done; of those that run beside it the earliest comes next.
 *
 * <p>The first stage of more than one task whose job says what it does goes over the step's rows:
 * the share of its tasks that are done stands for the share of these. Any other counts its tasks.
 * One of a single task has nothing to count.
 */
final class StagePasses {
  private final Progress shown;
  private final long rows;
  private Pass overRows; // null: none yet
  private final Map<Integer, Pass> running = new LinkedHashMap<>(); // by stage
  private final Map<String, Integer> seen = new HashMap<>(); // how often a name was shown
  private int current = -1; // the stage that is shown
  private String name = "";
  private boolean isSingle;

  /** A stage; {@code rows} is 0 where tasks are counted. */
  private static final class Pass {
    private final String what;
    private final int tasks;
    private final long rows;
    private int done;

    Pass(String what, int tasks, long rows) {
      this.what = what;
      this.tasks = tasks;
      this.rows = rows;
    }

    long counted() {
      int most = Math.min(done, tasks);
      return rows > 0 ? rows * most / tasks : most;
    }
  }

  /**
   * @param rows of the step; 0 where nobody knows
   */
  StagePasses(Progress shown, long rows) {
    this.shown = shown;
    this.rows = rows;
  }

  /**
   * A stage begins.
   *
   * @param what its job does; empty where nobody knows
   */
  void begin(int stage, String what, int tasks) {
    boolean isOverRows = rows > 0 && overRows == null && tasks > 1 && !what.isEmpty();
    Pass pass = new Pass(what, tasks, isOverRows ? rows : 0);
    overRows = isOverRows ? pass : overRows;
    running.put(stage, pass);
    showNext();
  }

  void taskDone(int stage) {
    Pass pass = running.get(stage);
    if (pass == null) {
      return;
    }
    pass.done++;
    if (stage == current && pass.tasks > 1) {
      shown.at(pass.counted());
    }
  }

  /** All tasks of a stage are done, or it failed. */
  void end(int stage) {
    running.remove(stage);
    showNext();
  }

  /** About how many of the step's rows are done. */
  long rowsDone() {
    return overRows == null ? 0 : overRows.counted();
  }

  private void showNext() {
    if (running.containsKey(current) || running.isEmpty()) {
      return; // what was shown last stays while the driver works
    }
    Map.Entry<Integer, Pass> next = running.entrySet().iterator().next();
    current = next.getKey();
    show(next.getValue());
  }

  private void show(Pass pass) {
    boolean single = pass.tasks == 1;
    if (single && isSingle && pass.what.equals(name)) {
      return; // one small job after another, as in fitting a model: the part goes on
    }
    name = pass.what;
    isSingle = single;
    int times = seen.merge(name, 1, Integer::sum);
    String numbered = times == 1 || name.isEmpty() ? name : name + " (" + times + ")";
    String unit = pass.rows > 0 ? "rows" : "tasks";
    shown.part(numbered, unit, single ? 0 : pass.rows > 0 ? pass.rows : pass.tasks);
    if (pass.done > 0 && !single) {
      shown.at(pass.counted());
    }
  }
}
