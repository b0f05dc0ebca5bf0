package org.sluice.jobs.cluster;

import java.util.Arrays;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;

/**
 * One rank of a gang, as its own task sees it. Ranks meet only through here, so that a rank which
 * fails can still tell the others, who would otherwise wait for it.
 */
public final class Member {
  private static final String MEETING = "meet:";
  private static final String END = "end:";

  private final BarrierTaskContext context;

  Member(BarrierTaskContext context) {
    this.context = context;
  }

  /** 0 to {@link #worldSize} - 1. */
  public int rank() {
    return context.partitionId();
  }

  public int worldSize() {
    return context.getTaskInfos().length;
  }

  /** How often Spark has started this gang before: 0 the first time. */
  public int restarts() {
    return context.stageAttemptNumber();
  }

  /** The name by which the other ranks reach this one. */
  public String host() {
    String address = context.getTaskInfos()[rank()].address();
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  /** Spark wants this task to end; native code cannot be interrupted, so loops look here. */
  public boolean cancelled() {
    return context.isInterrupted();
  }

  /**
   * Waits until all ranks have come and gives everybody's word, in the order of the ranks. Goes
   * through the driver: for setting out, not for every step.
   *
   * @throws RankLost when a rank has already ended
   */
  public String[] meet(String word) {
    String[] words = context.allGather(MEETING + word);
    for (int i = 0; i < words.length; i++) {
      if (!words[i].startsWith(MEETING)) {
        throw new EndedEarly(i, outcomes(words));
      }
    }
    return Arrays.stream(words).map(w -> w.substring(MEETING.length())).toArray(String[]::new);
  }

  /** The last meeting: how each rank ended; ranks that are still at work count as interrupted. */
  Outcome[] end(Outcome mine) {
    return outcomes(context.allGather(END + mine.toJson()));
  }

  /** Names the JVM this rank runs in. */
  static String jvm() {
    return SparkEnv.get().executorId() + " (process " + ProcessHandle.current().pid() + ")";
  }

  private static Outcome[] outcomes(String[] words) {
    Outcome[] outcomes = new Outcome[words.length];
    for (int i = 0; i < words.length; i++) {
      outcomes[i] =
          words[i].startsWith(END)
              ? Outcome.fromJson(words[i].substring(END.length()))
              : Outcome.lost(i, "its peers ended");
    }
    return outcomes;
  }

  /** Another rank ended where this one wanted to meet it; there will be no last meeting. */
  static final class EndedEarly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome[] outcomes;

    EndedEarly(int rank, Outcome[] outcomes) {
      super("rank " + rank + " ended early");
      this.outcomes = outcomes;
    }

    Outcome[] outcomes() {
      return outcomes;
    }
  }
}
