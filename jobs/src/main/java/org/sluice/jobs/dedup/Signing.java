package org.sluice.jobs.dedup;

import java.util.Arrays;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.text.dedup.ContentHash;

/** Puts the {@link Signature} of its texts behind each row; none behind a held-out one. */
final class Signing implements RowPass {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final Sketch sketch;
  private final boolean exact;
  private final String assumedLanguage;

  Signing(Fields fields, DedupOptions options) {
    this.fields = fields;
    this.sketch = Sketch.of(options);
    this.exact = options.exact();
    this.assumedLanguage = options.assumeLanguage();
  }

  @Override
  public Worker open() {
    return (row, out) -> {
      Object[] signed = Arrays.copyOf(row, row.length + 1);
      if (!fields.isTest(row)) {
        signed[row.length] = sign(fields.joined(row), fields.language(row)).value();
      }
      out.accept(new Item.Kept(signed));
    };
  }

  private Signature sign(String text, String language) {
    long[] bands = sketch.keys(text, language == null ? assumedLanguage : language);
    if (!exact) {
      // Only there to tell rows of one id apart: a weaker hash will do.
      return new Signature(text.hashCode(), text.length(), bands);
    }
    ContentHash hash = ContentHash.of(text);
    return new Signature(hash.high(), hash.low(), bands);
  }
}
