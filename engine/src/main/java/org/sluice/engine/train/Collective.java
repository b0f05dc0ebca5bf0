package org.sluice.engine.train;

import java.nio.ByteBuffer;

/**
 * The ranks of one training run, summing things up. Every rank makes the same calls in the same
 * order; a call returns when all have made it. The sum is the same bits on every rank.
 */
public interface Collective {
  /** A run of one rank. */
  Collective ALONE =
      new Collective() {
        @Override
        public int rank() {
          return 0;
        }

        @Override
        public int worldSize() {
          return 1;
        }

        @Override
        public void sum(ByteBuffer floats) {}

        @Override
        public double[] sum(double[] few) {
          return few;
        }

        @Override
        public void barrier() {}
      };

  /** This rank's number, from 0. */
  int rank();

  /** How many ranks there are. */
  int worldSize();

  /**
   * Replaces the values by their sums over all ranks.
   *
   * @param floats a direct buffer of float32 in native byte order; its position and limit bound
   *     what is summed and are left as they were
   */
  void sum(ByteBuffer floats);

  /** The sums over all ranks of a few values (losses, counts). */
  double[] sum(double[] few);

  /** Returns when every rank has come here. */
  void barrier();
}
