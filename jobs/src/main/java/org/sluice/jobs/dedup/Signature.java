package org.sluice.jobs.dedup;

import java.io.Serializable;
import java.util.Arrays;
import org.sluice.jobs.tables.Item;

/**
 * What is compared of a row instead of its text.
 *
 * @param high first half of the text's 128-bit hash
 * @param low second half
 * @param bands a hash for each band of MinHash; none when the text has fewer words than a shingle
 */
record Signature(long high, long low, long[] bands) implements Serializable {
  /** As a value of a row: {@code high}, {@code low}, the bands. */
  long[] value() {
    long[] value = new long[bands.length + 2];
    value[0] = high;
    value[1] = low;
    System.arraycopy(bands, 0, value, 2, bands.length);
    return value;
  }

  /** The signature that a row carries; null where it carries none. */
  static Signature of(Item item, int at) {
    return item instanceof Item.Kept kept && kept.values()[at] instanceof long[] value
        ? new Signature(value[0], value[1], Arrays.copyOfRange(value, 2, value.length))
        : null;
  }
}
