package org.sluice.text.dedup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.text.words.Language;

/**
 * SimHash (Charikar 2002; Manku et al. 2007): 64 bits, each the sign of a sum over the document's
 * shingles of +1 or -1 by the same bit of their hash. Of documents that differ in at most {@code
 * distance} bits, at least {@code blocks - distance} blocks of bits are equal, so one key for each
 * choice of that many blocks finds them all.
 */
public final class SimHash implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ThreadLocal<Shingles> SHINGLES = ThreadLocal.withInitial(Shingles::new);

  private final int ngram;
  private final int blocks;
  private final long[] masks; // of the bits in each choice of blocks

  /**
   * Hashes of word shingles.
   *
   * @param ngram words a shingle
   * @param blocks blocks of bits, more than {@code distance}
   * @param distance bits in which near-duplicates may differ
   */
  public SimHash(int ngram, int blocks, int distance) {
    Check.that(ngram >= 1, "simhash.ngram must be at least 1, got %d", ngram);
    Check.that(
        distance >= 0 && distance < blocks && blocks <= 16,
        "simhash.blocks must be more than the distance %d and at most 16, got %d",
        distance,
        blocks);
    this.ngram = ngram;
    this.blocks = blocks;
    List<Long> chosen = new ArrayList<>();
    choose(0, blocks - distance, 0, chosen);
    this.masks = chosen.stream().mapToLong(Long::longValue).toArray();
  }

  private void choose(int block, int more, long mask, List<Long> chosen) {
    if (more == 0) {
      chosen.add(mask);
    } else if (blocks - block >= more) {
      choose(block + 1, more - 1, mask | bits(block), chosen);
      choose(block + 1, more, mask, chosen);
    }
  }

  private long bits(int block) {
    int from = 64 * block / blocks;
    int to = 64 * (block + 1) / blocks;
    long upTo = to == 64 ? -1 : (1L << to) - 1;
    return upTo & -1L << from;
  }

  /** The hash of a document; none when it has fewer words than a shingle. */
  public long[] hash(String text, String language) {
    Shingles shingles = SHINGLES.get();
    int count = shingles.of(text == null ? "" : text, Language.of(language), ngram);
    int[] sums = new int[64];
    for (int i = 0; i < count; i++) {
      long hash = shingles.hashes()[i];
      for (int bit = 0; bit < 64; bit++) {
        sums[bit] += (int) (hash >>> bit & 1) * 2 - 1;
      }
    }
    if (!shingles.small()) {
      SHINGLES.remove();
    }
    if (count == 0) {
      return new long[0];
    }
    long hash = 0;
    for (int bit = 0; bit < 64; bit++) {
      hash |= sums[bit] > 0 ? 1L << bit : 0;
    }
    return new long[] {hash};
  }

  /** A key for each choice of blocks; documents near each other share one. */
  public long[] keys(long[] hash) {
    long[] keys = new long[hash.length == 0 ? 0 : masks.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = hash[0] & masks[i];
    }
    return keys;
  }

  /** Share of equal bits; 0 when one is empty. */
  public static double likeness(long[] one, long[] other) {
    return one.length == 0 || other.length == 0 ? 0 : 1 - Long.bitCount(one[0] ^ other[0]) / 64.0;
  }
}
