package org.sluice.text.dedup;

import java.nio.charset.StandardCharsets;

/**
 * A 128-bit hash of what a text says, for exact duplicates: two texts share it when they differ in
 * nothing but white space (and, with the chance of 2^-128 a pair, by accident).
 *
 * @param high first half
 * @param low second half
 */
public record ContentHash(long high, long low) {
  private static final long SECOND_SEED = 0x9E3779B97F4A7C15L;

  /** The hash of the text with each run of white space as one blank and none at the ends. */
  public static ContentHash of(String text) {
    byte[] bytes = WhiteSpace.collapse(text).getBytes(StandardCharsets.UTF_8);
    return new ContentHash(
        XxHash64.hash(bytes, 0, bytes.length, 0),
        XxHash64.hash(bytes, 0, bytes.length, SECOND_SEED));
  }

  /** 32 hexadecimal digits. */
  public String hex() {
    return String.format("%016x%016x", high, low);
  }
}
