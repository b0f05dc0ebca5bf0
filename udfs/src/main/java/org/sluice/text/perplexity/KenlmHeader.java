package org.sluice.text.perplexity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What stands at the beginning of a binary file of KenLM, version 5 (lm/binary_format.cc).
 *
 * @param multiplier buckets of a hash table for each entry
 * @param type 0 probing, 1 with rest costs, 2 trie, 3 quantised, 4 with compressed pointers, 5 both
 * @param counts n-grams by their order
 * @param end where it ends
 */
record KenlmHeader(float multiplier, int type, long[] counts, long end) {
  private static final String MAGIC = "mmap lm http://kheafield.com/code format version 5\n";
  private static final int SANITY = 88;
  private static final int FIXED = 20;
  private static final int REST_COSTS = 1;
  private static final int TYPES = 6;
  private static final int MOST_ORDERS = 32;

  /** Whether a file begins as one of KenLM's does. */
  static boolean isOne(byte[] beginning) {
    String start = new String(beginning, StandardCharsets.ISO_8859_1);
    return start.startsWith(MAGIC.substring(0, 8));
  }

  static KenlmHeader read(MappedBytes file) throws IOException {
    file.require(SANITY + FIXED);
    for (int i = 0; i < MAGIC.length(); i++) {
      if (file.getByte(i) != MAGIC.charAt(i)) {
        throw new IOException("not a binary file of KenLM of version 5");
      }
    }
    int order = file.getByte(SANITY);
    float multiplier = file.getFloat(SANITY + 4);
    int type = file.getInt(SANITY + 8);
    if (type == REST_COSTS) {
      throw new IOException("the model has rest costs, for decoders; build it without -r");
    }
    boolean sound = order >= 2 && order <= MOST_ORDERS && type >= 0 && type < TYPES;
    if (!sound || !(multiplier >= 1)) {
      throw new IOException("the header of the model makes no sense");
    }
    long end = (SANITY + FIXED + 8L * order + 7) / 8 * 8;
    file.require(end);
    long[] counts = new long[order];
    for (int i = 0; i < order; i++) {
      counts[i] = file.getLong(SANITY + FIXED + 8L * i);
      if (counts[i] < 0 || counts[i] > file.size()) {
        throw new IOException("the header of the model makes no sense");
      }
    }
    return new KenlmHeader(multiplier, type, counts, end);
  }

  boolean isTrie() {
    return type >= 2;
  }

  boolean isQuantised() {
    return type == 3 || type == 5;
  }

  boolean hasCompressedPointers() {
    return type >= 4;
  }

  /** Slots of a hash table for so many entries (util/probing_hash_table.hh). */
  long slots(long entries) {
    return Math.max(entries + 1, (long) (multiplier * (float) entries));
  }
}
