package org.sluice.text.dedup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sluice.base.Check;

/**
 * A set of texts in fixed memory that may take a new one for a known one, and never the other way
 * round (Bloom 1970). With n texts and a rate p of mistakes it has m = -n ln p / (ln 2)² bits, of
 * which each text sets k = m / n ln 2. The k places of a text come from two hashes, h + i g (Kirsch
 * and Mitzenmacher 2008).
 */
public final class BloomFilter {
  private static final long MAGIC = 0x536c7569_63654266L; // "SluiceBf"

  private final long[] bits;
  private final int hashes;
  private long texts;

  private BloomFilter(long[] bits, int hashes, long texts) {
    this.bits = bits;
    this.hashes = hashes;
    this.texts = texts;
  }

  /**
   * An empty set.
   *
   * @param expected texts that it has to hold
   * @param falsePositives share of new texts that it may take for known ones when it holds so many
   */
  public static BloomFilter of(long expected, double falsePositives) {
    Check.that(expected >= 1, "expected must be at least 1, got %d", expected);
    Check.that(
        falsePositives > 0 && falsePositives < 1,
        "false_positives must be in (0, 1), got %s",
        falsePositives);
    double ln2 = Math.log(2);
    double wanted = -expected * Math.log(falsePositives) / (ln2 * ln2);
    long words = (long) Math.ceil(wanted / Long.SIZE);
    Check.that(
        words < Integer.MAX_VALUE - 8,
        "%d texts at a rate of %s need %d GB: too much for one filter",
        expected,
        falsePositives,
        words >> 27);
    int hashes = (int) Math.max(1, Math.round(wanted / expected * ln2));
    return new BloomFilter(new long[(int) words], hashes, 0);
  }

  /** Adds a text; false: it, or one that looks like it, was there. White space does not count. */
  public boolean add(String text) {
    ContentHash hash = ContentHash.of(text);
    long size = (long) bits.length * Long.SIZE;
    long place = hash.high();
    boolean isNew = false;
    for (int i = 0; i < hashes; i++) {
      long bit = Long.remainderUnsigned(place, size);
      long mask = 1L << bit;
      isNew |= (bits[(int) (bit >>> 6)] & mask) == 0;
      bits[(int) (bit >>> 6)] |= mask;
      place += hash.low() | 1;
    }
    texts += isNew ? 1 : 0;
    return isNew;
  }

  /** Different texts that were added. */
  public long size() {
    return texts;
  }

  /** Share of new texts that it takes for known ones now: (share of bits set) to the power of k. */
  public double falsePositives() {
    long set = 0;
    for (long word : bits) {
      set += Long.bitCount(word);
    }
    return Math.pow(set / ((double) bits.length * Long.SIZE), hashes);
  }

  /** Writes the set to a file, as a whole. */
  public void save(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16))) {
      out.writeLong(MAGIC);
      out.writeInt(hashes);
      out.writeLong(texts);
      out.writeInt(bits.length);
      for (long word : bits) {
        out.writeLong(word);
      }
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a set that {@link #save} has written.
   *
   * @throws IOException when the file is something else or cut off
   */
  public static BloomFilter load(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readLong() != MAGIC) {
        throw new IOException("not a set of texts");
      }
      int hashes = in.readInt();
      long texts = in.readLong();
      int words = in.readInt();
      if (hashes < 1 || words < 1 || Files.size(file) != 24 + 8L * words) {
        throw new IOException("the set of texts is cut off");
      }
      long[] bits = new long[words];
      for (int i = 0; i < words; i++) {
        bits[i] = in.readLong();
      }
      return new BloomFilter(bits, hashes, texts);
    }
  }
}
