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
  private final long[] b;

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
    b = new long[bands * rows];
    Arrays.setAll(a, i -> random.between(1, PRIME));
    Arrays.setAll(b, i -> random.between(0, PRIME));
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
    long[] signature = count == 0 ? new long[0] : smallest(shingles.hashes(), count);
    if (!shingles.small()) {
      SHINGLES.remove();
    }
    return signature;
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

  private long[] smallest(long[] shingles, int count) {
    long[] smallest = new long[a.length];
    int k = 0;
    for (; k + 4 <= a.length; k += 4) {
      fourSmallest(shingles, count, k, smallest);
    }
    for (; k < a.length; k++) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < count; i++) {
        least = Math.min(least, Long.remainderUnsigned(shingles[i] * a[k] + b[k], PRIME));
      }
      smallest[k] = least;
    }
    return smallest;
  }

  /** Four functions at a time, so that their constants and results stay in registers. */
  private void fourSmallest(long[] shingles, int count, int k, long[] smallest) {
    long a0 = a[k];
    long a1 = a[k + 1];
    long a2 = a[k + 2];
    long a3 = a[k + 3];
    long b0 = b[k];
    long b1 = b[k + 1];
    long b2 = b[k + 2];
    long b3 = b[k + 3];
    long m0 = PRIME;
    long m1 = PRIME;
    long m2 = PRIME;
    long m3 = PRIME;
    for (int i = 0; i < count; i++) {
      long shingle = shingles[i];
      m0 = Math.min(m0, remainder(shingle * a0 + b0));
      m1 = Math.min(m1, remainder(shingle * a1 + b1));
      m2 = Math.min(m2, remainder(shingle * a2 + b2));
      m3 = Math.min(m3, remainder(shingle * a3 + b3));
    }
    smallest[k] = m0;
    smallest[k + 1] = m1;
    smallest[k + 2] = m2;
    smallest[k + 3] = m3;
  }

  /**
   * x mod 2^61 - 1 of an unsigned x. As x = q 2^61 + r, it is q + r, less the prime when q + r has
   * reached it, which adding 1 carries into bit 61.
   */
  static long remainder(long x) {
    long sum = (x & PRIME) + (x >>> 61);
    return sum + (sum + 1 >>> 61) & PRIME;
  }

  private static long mix(long x) {
    long y = (x ^ x >>> 32) * 0xD6E8FEB86659FD93L;
    y = (y ^ y >>> 32) * 0xD6E8FEB86659FD93L;
    return y ^ y >>> 32;
  }
}
