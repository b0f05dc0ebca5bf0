package org.sluice.jobs.dedup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.sluice.jobs.Fields;
import org.sluice.jobs.dedup.DedupOptions.MinHashOptions;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;

/** Puts the {@link Signature} of its texts behind each row; none behind a held-out one. */
final class Signing implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final long[] NO_BANDS = {};

  private final Fields fields;
  private final MinHashOptions minhash;

  /**
   * The pass.
   *
   * @param minhash null when only equal texts are sought
   */
  Signing(Fields fields, MinHashOptions minhash) {
    this.fields = fields;
    this.minhash = minhash;
  }

  @Override
  public Worker open() {
    MessageDigest digest = sha256();
    return (row, out) -> {
      Object[] signed = Arrays.copyOf(row, row.length + 1);
      if (!fields.isTest(row)) {
        String text = fields.joined(row);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        signed[row.length] = new Signature(hash.getLong(), hash.getLong(), bands(text));
      }
      out.accept(new Item.Kept(signed));
    };
  }

  private long[] bands(String text) {
    if (minhash == null) {
      return NO_BANDS;
    }
    // stand-in until MinHash is there
    MinHashOptions o = minhash;
    String[] words = text.toLowerCase(java.util.Locale.ROOT).split("\\s+");
    if (words.length < o.ngram()) {
      return NO_BANDS;
    }
    long[] min = new long[o.bands() * o.rows()];
    Arrays.fill(min, Long.MAX_VALUE);
    for (int i = 0; i + o.ngram() <= words.length; i++) {
      long h = o.seed();
      for (int j = 0; j < o.ngram(); j++) {
        h = PairTable.mix(h, words[i + j].hashCode());
      }
      for (int k = 0; k < min.length; k++) {
        min[k] = Math.min(min[k], (h * (2L * k + 1) * 0x9e3779b97f4a7c15L + k) >>> 1);
      }
    }
    long[] bands = new long[o.bands()];
    for (int k = 0; k < min.length; k++) {
      bands[k / o.rows()] = PairTable.mix(bands[k / o.rows()], min[k]);
    }
    return bands;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
