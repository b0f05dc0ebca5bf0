package org.sluice.jobs.tables;

import java.io.Serializable;
import java.util.function.Consumer;

/** What a step does to each row, without looking at others. Travels to the executors. */
@FunctionalInterface
public interface RowPass extends Serializable {
  /** Called once a task; what is costly to make is made here. */
  Worker open();

  /** Works on the rows of one task, one after another. */
  @FunctionalInterface
  interface Worker {
    /**
     * Sends on exactly one {@link Item.Kept} or one {@link Item.Aside} that takes the row out, and
     * as many rows for side tables as it likes.
     */
    void accept(Object[] row, Consumer<Item> out);

    /** Sends on what there is to say of all rows of the task; no row is among it. */
    default void end(Consumer<Item> out) {}
  }
}
