package org.sluice.jobs.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.Iterator;
import org.apache.spark.util.LongAccumulator;

/**
 * What this JVM has done since it started: rows and tokens with their rates, and the newest loss.
 * Told wherever work is done, whether somebody looks or not; {@link SluicePlugin} hands it to
 * Spark's metrics system.
 */
public final class Meters {
  private static final Meter ROWS = new Meter();
  private static final Meter TOKENS = new Meter();
  private static volatile double loss = Double.NaN;

  private Meters() {}

  /** So many rows were passed through a step or were measured. */
  public static void rows(long more) {
    ROWS.mark(more);
  }

  /** A step of training is done. */
  public static void trained(long tokens, double newLoss) {
    TOKENS.mark(tokens);
    loss = newLoss;
  }

  /** The same rows; each is counted when it comes by, here and in an accumulator of the job. */
  public static <T> Iterator<T> counting(Iterator<T> rows, LongAccumulator job) {
    return new Counting<>(rows, job);
  }

  static void registerIn(MetricRegistry registry) {
    registry.register("rows", ROWS);
    registry.register("tokens", TOKENS);
    registry.register("loss", (Gauge<Double>) () -> loss);
  }

  /** Tells now and then, because a meter looks at the clock each time. */
  private static final class Counting<T> implements Iterator<T> {
    private static final int AT_ONCE = 1024;

    private final Iterator<T> rows;
    private final LongAccumulator job;
    private int untold;

    Counting(Iterator<T> rows, LongAccumulator job) {
      this.rows = rows;
      this.job = job;
    }

    @Override
    public boolean hasNext() {
      boolean more = rows.hasNext();
      if (untold == AT_ONCE || !more && untold > 0) {
        Meters.rows(untold);
        job.add(untold);
        untold = 0;
      }
      return more;
    }

    @Override
    public T next() {
      untold++;
      return rows.next();
    }
  }
}
