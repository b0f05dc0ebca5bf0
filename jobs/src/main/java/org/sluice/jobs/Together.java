package org.sluice.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs independent pieces of Spark work at once. Most of the time that a small table takes goes
 * into planning and committing, where one after the other would leave the cores idle.
 */
final class Together {
  private Together() {}

  /**
   * Runs all and waits for all; the first failure in their order is thrown then. Each has a thread
   * of its own, which inherits Spark's session and local properties from the caller.
   */
  static void run(List<Runnable> works) {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (Runnable work : works) {
      FutureTask<Void> task = new FutureTask<>(work, null);
      tasks.add(task);
      new Thread(task, Thread.currentThread().getName() + "-" + tasks.size()).start();
    }
    RuntimeException failure = null;
    for (FutureTask<Void> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        failure = failure == null ? asUnchecked(e.getCause()) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = failure == null ? new IllegalStateException("interrupted", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException asUnchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause); // a checked one that Scala code threw
  }
}
