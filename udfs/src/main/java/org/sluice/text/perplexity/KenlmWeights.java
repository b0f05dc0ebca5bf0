package org.sluice.text.perplexity;

import java.io.IOException;

/** How probabilities and back-off weights are packed in a trie (lm/quantize.hh). */
interface KenlmWeights {
  /** Bytes before the unigrams. */
  long size();

  int middleBits();

  int longestBits();

  /** Of a gram at this bit; {@code order} counts from 0 for two words. */
  float probability(int order, long base, long bit);

  float backoff(int order, long base, long bit);

  /** The probability of a gram of the longest length. */
  float longest(long base, long bit);

  /** Floats, the probability without its sign. */
  record Plain(MappedBytes file) implements KenlmWeights {
    private static final int PROBABILITY = 31;

    @Override
    public long size() {
      return 0;
    }

    @Override
    public int middleBits() {
      return PROBABILITY + 32;
    }

    @Override
    public int longestBits() {
      return PROBABILITY;
    }

    @Override
    public float probability(int order, long base, long bit) {
      return -Float.intBitsToFloat((int) file.bits(base, bit, PROBABILITY));
    }

    @Override
    public float backoff(int order, long base, long bit) {
      return Float.intBitsToFloat((int) file.bits(base, bit + PROBABILITY, 32));
    }

    @Override
    public float longest(long base, long bit) {
      return probability(0, base, bit);
    }
  }

  /** Numbers of bins, whose centres stand in tables by the order. */
  final class Quantised implements KenlmWeights {
    private static final int VERSION = 2;

    private final MappedBytes file;
    private final long tables;
    private final int probabilityBits;
    private final int backoffBits;
    private final int orders;

    Quantised(MappedBytes file, long at, int orders) throws IOException {
      file.require(at + 8);
      this.file = file;
      this.tables = at + 8;
      this.probabilityBits = file.getByte(at + 1);
      this.backoffBits = file.getByte(at + 2);
      this.orders = orders;
      boolean sound = probabilityBits > 0 && probabilityBits <= 25;
      if (file.getByte(at) != VERSION || !sound || backoffBits <= 0 || backoffBits > 25) {
        throw new IOException("the quantisation of the model is of another version");
      }
      file.require(at + size());
    }

    private long table(int order) {
      return tables + 4L * order * ((1L << probabilityBits) + (1L << backoffBits));
    }

    @Override
    public long size() {
      return 8 + table(orders - 2) - tables + (4L << probabilityBits);
    }

    @Override
    public int middleBits() {
      return probabilityBits + backoffBits;
    }

    @Override
    public int longestBits() {
      return probabilityBits;
    }

    @Override
    public float probability(int order, long base, long bit) {
      long bin = file.bits(base, bit + backoffBits, probabilityBits);
      return file.getFloat(table(order) + 4 * bin);
    }

    @Override
    public float backoff(int order, long base, long bit) {
      long bin = file.bits(base, bit, backoffBits);
      return file.getFloat(table(order) + (4L << probabilityBits) + 4 * bin);
    }

    @Override
    public float longest(long base, long bit) {
      long bin = file.bits(base, bit, probabilityBits);
      return file.getFloat(table(orders - 2) + 4 * bin);
    }
  }
}
