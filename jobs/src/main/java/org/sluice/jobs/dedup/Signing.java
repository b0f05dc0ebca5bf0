package org.sluice.jobs.dedup;

import java.util.Arrays;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.text.dedup.ContentHash;
import org.sluice.text.dedup.MinHash;

/** Puts the {@link Signature} of its texts behind each row; none behind a held-out one. */
final class Signing implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final long[] NO_BANDS = {};

  private final Fields fields;
  private final MinHash minhash;
  private final boolean exact;
  private final String assumedLanguage;

  Signing(Fields fields, DedupOptions options) {
    this.fields = fields;
    this.minhash =
        options
            .minhash()
            .map(o -> new MinHash(o.ngram(), o.bands(), o.rows(), o.seed()))
            .orElse(null);
    this.exact = options.exact();
    this.assumedLanguage = options.assumeLanguage();
  }

  @Override
  public Worker open() {
    return (row, out) -> {
      Object[] signed = Arrays.copyOf(row, row.length + 1);
      if (!fields.isTest(row)) {
        signed[row.length] = sign(fields.joined(row), fields.language(row));
      }
      out.accept(new Item.Kept(signed));
    };
  }

  private Signature sign(String text, String language) {
    long[] bands =
        minhash == null
            ? NO_BANDS
            : minhash.bandKeys(
                minhash.signature(text, language == null ? assumedLanguage : language));
    if (!exact) {
      // Only there to tell rows of one id apart: a weaker hash will do.
      return new Signature(text.hashCode(), text.length(), bands);
    }
    ContentHash hash = ContentHash.of(text);
    return new Signature(hash.high(), hash.low(), bands);
  }
}
