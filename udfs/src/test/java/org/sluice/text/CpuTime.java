package org.sluice.text;

import java.lang.management.ManagementFactory;

/** What work takes of the processor, whatever else the machine does meanwhile. */
public final class CpuTime {
  private CpuTime() {}

  /** What this thread has taken of the processor to do so, in nanoseconds. */
  public static long nanos(Runnable work) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
  }
}
