package org.sluice.engine.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Ranks that are threads of one process. */
final class MemoryCollective implements Collective {
  private record Shared(CyclicBarrier barrier, float[][] floats, double[][] doubles) {}

  private final int rank;
  private final Shared shared;

  private MemoryCollective(int rank, Shared shared) {
    this.rank = rank;
    this.shared = shared;
  }

  /** Runs the work on so many ranks; the results are in the ranks' order. */
  static <T> List<T> run(int ranks, Function<Collective, T> work) throws Exception {
    Shared shared = new Shared(new CyclicBarrier(ranks), new float[ranks][], new double[ranks][]);
    ExecutorService threads = Executors.newFixedThreadPool(ranks);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < ranks; i++) {
        Collective collective = new MemoryCollective(i, shared);
        futures.add(threads.submit(() -> work.apply(collective)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int worldSize() {
    return shared.floats.length;
  }

  @Override
  public void sum(ByteBuffer floats) {
    FloatBuffer view = floats.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] mine = new float[view.remaining()];
    view.get(0, mine);
    shared.floats[rank] = mine;
    barrier();
    float[] sums = new float[mine.length];
    for (float[] other : shared.floats) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += other[i];
      }
    }
    view.put(0, sums);
    barrier();
  }

  @Override
  public double[] sum(double[] few) {
    shared.doubles[rank] = few;
    barrier();
    double[] sums = new double[few.length];
    for (double[] other : shared.doubles) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += other[i];
      }
    }
    barrier();
    return sums;
  }

  @Override
  public void barrier() {
    try {
      shared.barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
