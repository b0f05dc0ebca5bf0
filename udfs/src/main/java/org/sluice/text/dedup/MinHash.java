package org.sluice.text.dedup;

import java.io.Serializable;
import java.util.Arrays;
import org.sluice.base.Check;
import org.sluice.text.words.Language;

/**
 * MinHash signatures equal to datatrove's: for each of bands x rows hash functions the smallest
 * ((shingle * a + b) mod 2^64) mod (2^61 - 1) over the document's shingles, where a and b come from
 * numpy's {@code RandomState(seed)} (Broder 1997; datatrove 0.10.1, dedup/minhash.py).
 *
 * <p>Immutable and serialisable; any number of threads may use one.
 */
public final class MinHash implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long PRIME = (1L << 61) - 1;
  private static final ThreadLocal<Shingles> SHINGLES = ThreadLocal.withInitial(Shingles::new);
  private static final byte[] NO_BYTES = new byte[0];

  private final int ngram;
  private final int bands;
  private final int rows;
  private final long[] a;
  private final long[] bPlusOne;

  /**
   * Signatures of {@code bands * rows} numbers.
   *
   * @param ngram words a shingle
   * @param bands groups of rows, of which one must be equal for two documents to meet
   * @param rows numbers a band
   * @param seed of the hash functions; datatrove's is 1
   */
  public MinHash(int ngram, int bands, int rows, int seed) {
    Check.that(ngram >= 1, "minhash.ngram must be at least 1, got %d", ngram);
    Check.that(bands >= 1, "minhash.bands must be at least 1, got %d", bands);
    Check.that(rows >= 1, "minhash.rows must be at least 1, got %d", rows);
    this.ngram = ngram;
    this.bands = bands;
    this.rows = rows;
    MersenneTwister random = new MersenneTwister(seed);
    a = new long[bands * rows];
    bPlusOne = new long[bands * rows];
    Arrays.setAll(a, i -> random.between(1, PRIME));
    Arrays.setAll(bPlusOne, i -> random.between(0, PRIME) + 1);
  }

  public int bands() {
    return bands;
  }

  public int rows() {
    return rows;
  }

  /**
   * The signature of a document, band by band.
   *
   * @param language code of its language, see {@link Language#of}
   * @return bands * rows numbers, or none when the document has fewer words than a shingle; such a
   *     document is no near-duplicate of any other
   */
  public long[] signature(String text, String language) {
    Shingles shingles = SHINGLES.get();
    int count = shingles.of(text == null ? "" : text, Language.of(language), ngram);
    long[] signature = count == 0 ? new long[0] : smallest(shingles.hashes(), count, a, bPlusOne);
    if (!shingles.small()) {
      SHINGLES.remove();
    }
    return signature;
  }

  /** The different hashed shingles of a document, ascending. */
  public long[] shingles(String text, String language) {
    Shingles shingles = SHINGLES.get();
    int count = shingles.of(text == null ? "" : text, Language.of(language), ngram);
    long[] different = Arrays.stream(shingles.hashes(), 0, count).sorted().distinct().toArray();
    if (!shingles.small()) {
      SHINGLES.remove();
    }
    return different;
  }

  /** The Jaccard index of two sets of shingles; 0 when one is empty. */
  public static double jaccard(long[] one, long[] other) {
    int i = 0;
    int j = 0;
    int both = 0;
    while (i < one.length && j < other.length) {
      if (one[i] == other[j]) {
        both++;
        i++;
        j++;
      } else if (one[i] < other[j]) {
        i++;
      } else {
        j++;
      }
    }
    return both == 0 ? 0 : both / (double) (one.length + other.length - both);
  }

  /**
   * One number a band; two documents are candidates when one of them is equal at the same band.
   * Different bands of rows share a number with probability 2^-64.
   */
  public long[] bandKeys(long[] signature) {
    if (signature.length == 0) {
      return signature;
    }
    long[] keys = new long[bands];
    for (int band = 0; band < bands; band++) {
      long key = XxHash64.hash(NO_BYTES, 0, 0, band);
      for (int row = 0; row < rows; row++) {
        key = mix(key ^ signature[band * rows + row]);
      }
      keys[band] = key;
    }
    return keys;
  }

  /** The share of equal numbers, an estimate of the Jaccard index of the shingles. */
  public static double similarity(long[] one, long[] other) {
    int equal = 0;
    for (int i = 0; i < one.length; i++) {
      equal += one[i] == other[i] ? 1 : 0;
    }
    return one.length == 0 ? 0 : (double) equal / one.length;
  }

  static long[] smallest(long[] shingles, int count, long[] a, long[] bPlusOne) {
    long[] smallest = new long[a.length];
    Arrays.fill(smallest, PRIME);
    for (int i = 0; i < count; i++) {
      meet(shingles[i], a, bPlusOne, smallest);
    }
    for (int k = 0; k < smallest.length; k++) {
      smallest[k] =
          smallest[k] > 8 ? smallest[k] - 1 : exactly(shingles, count, a[k], bPlusOne[k] - 1);
    }
    return smallest;
  }

  /**
   * Lowers each number to this shingle's remainder plus one where that is smaller.
   *
   * <p>The remainder of x = q 2^61 + r by the prime is q + r, less the prime where that is reached.
   * One more is (x + 1) / 2^61 + (x + 1) mod 2^61, and cutting it to 61 bits takes the prime off,
   * but for the one: remainders of 0 to 7 may come out one too small, which the caller repairs (one
   * number of 2^58 is so small). Without a branch or a call, the compiler makes vector code of it.
   */
  private static void meet(long shingle, long[] a, long[] bPlusOne, long[] smallest) {
    for (int k = 0; k < smallest.length; k++) {
      long x = shingle * a[k] + bPlusOne[k];
      long difference = ((x & PRIME) + (x >>> 61) & PRIME) - smallest[k];
      smallest[k] += difference & difference >> 63;
    }
  }

  private static long exactly(long[] shingles, int count, long a, long b) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, Long.remainderUnsigned(shingles[i] * a + b, PRIME));
    }
    return least;
  }

  private static long mix(long x) {
    long y = (x ^ x >>> 32) * 0xD6E8FEB86659FD93L;
    y = (y ^ y >>> 32) * 0xD6E8FEB86659FD93L;
    return y ^ y >>> 32;
  }
}
