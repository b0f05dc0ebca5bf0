package org.sluice.text.perplexity;

import org.sluice.text.perplexity.KenlmTables.Gram;

/**
 * Where the longer grams of a gram are: numbers of full width, or their lower bits with a list of
 * where the upper ones grow (Raj and Whittaker 2003; lm/bhiksha.cc).
 *
 * @param bits that stand beside each gram
 * @param list where the list starts
 * @param length of the list; 0: none
 * @param size bytes before the grams
 */
record KenlmPointers(MappedBytes file, int bits, long list, long length, long size) {
  static KenlmPointers none() {
    return new KenlmPointers(null, 0, 0, 0, 0);
  }

  static KenlmPointers plain(MappedBytes file, long most) {
    return new KenlmPointers(file, bitsOf(most), 0, 0, 0);
  }

  /**
   * @param grams how many have a pointer
   * @param most the largest pointer
   * @param mostChopped most bits that may have been chopped off
   */
  static KenlmPointers compressed(
      MappedBytes file, long at, long grams, long most, int mostChopped) {
    int needed = bitsOf(most);
    int chopped = 0;
    long least = Long.MAX_VALUE;
    for (int chop = 0; chop <= Math.min(needed, mostChopped); chop++) {
      long change = (most >>> (needed - chop)) * 64 - grams * chop;
      if (change < least) {
        least = change;
        chopped = chop;
      }
    }
    long length = (most >>> (needed - chopped)) + 1;
    long list = (at + 7) / 8 * 8 + 8;
    return new KenlmPointers(file, needed - chopped, list, length, 8 * (1 + length) + 7);
  }

  /** Bits of the largest number. */
  static int bitsOf(long most) {
    return 64 - Long.numberOfLeadingZeros(most);
  }

  /** Puts the range of the longer grams into the gram. */
  void read(Gram gram, long base, long bit, long entry, int bitsOfEntry) {
    gram.from = upper(entry) << bits | file.bits(base, bit, bits);
    gram.to = upper(entry + 1) << bits | file.bits(base, bit + bitsOfEntry, bits);
  }

  /** The last place of the list with an entry that is not larger. */
  private long upper(long entry) {
    long low = 0;
    long high = length;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (file.getLong(list + 8 * middle) <= entry) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Math.max(0, low - 1);
  }
}
