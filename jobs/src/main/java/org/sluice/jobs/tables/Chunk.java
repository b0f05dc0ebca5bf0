package org.sluice.jobs.tables;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Some held rows, packed: to Spark a few large arrays, which cost nothing to measure, and little to
 * write to disk and to read again. As objects, rows are walked through to learn their size, and
 * Java's serialisation writes a text several times slower than a disk takes it.
 *
 * @param items how many rows
 * @param bytes the rows one after another, see {@link Packing}
 * @param others values that are no text, number or list of such
 */
record Chunk(int items, byte[] bytes, Object[] others) implements Serializable {
  private static final int FULL = 1 << 20; // bytes, less the last row

  /** Packs the rows of a partition, a chunk at a time. */
  static Iterator<Chunk> pack(Iterator<Item> items) {
    return new Iterator<>() {
      private final Packing packing = new Packing();

      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Chunk next() {
        int count = 0;
        while (items.hasNext() && packing.size() < FULL) {
          packing.put(items.next());
          count++;
        }
        return packing.chunk(count);
      }
    };
  }

  /** The rows of all chunks of a partition, each made anew when it is asked for. */
  static Iterator<Item> unpack(Iterator<Chunk> chunks) {
    return new Iterator<>() {
      private Unpacking unpacking;
      private int left;

      @Override
      public boolean hasNext() {
        return left > 0 || chunks.hasNext();
      }

      @Override
      public Item next() {
        if (left == 0) {
          Chunk chunk = chunks.next();
          unpacking = new Unpacking(chunk);
          left = chunk.items();
        }
        left--;
        return unpacking.item();
      }
    };
  }
}
