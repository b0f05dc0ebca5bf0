package org.sluice.jobs.cluster;

/**
 * Another rank is gone or silent, or this one was told to stop. Nothing is wrong with the work
 * itself, so the gang may be started again from its last checkpoint.
 */
public final class RankLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RankLost(String message) {
    super(message);
  }

  public RankLost(String message, Throwable cause) {
    super(message, cause);
  }
}
