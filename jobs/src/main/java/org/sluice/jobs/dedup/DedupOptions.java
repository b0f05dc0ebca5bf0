package org.sluice.jobs.dedup;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Dedup}. */
public record DedupOptions(
    @Setting(help = "Columns with text; compared joined by line breaks", def = "[text]")
        List<String> columns,
    @Setting(help = "Drop rows whose text is the same but for white space", def = "true")
        boolean exact,
    @Setting(help = "Drop near-duplicates", example = "{ngram: 5, bands: 14, rows: 8}")
        Optional<MinHashOptions> minhash,
    @Setting(help = "Language whose words are split in rows without column lang", def = "en")
        String assumeLanguage,
    @Setting(
            help =
                "Up to so many pairs are joined to clusters on the driver (16 bytes each); more"
                    + " are joined on the executors, with the same result",
            def = "300000")
        long maxDriverEdges,
    @Setting(
            help = "false hands the rows to the next step without writing the table deduplicated",
            def = "true")
        boolean materialize) {

  public DedupOptions {
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    Check.that(exact || minhash.isPresent(), "dedup must have exact: true or a section minhash");
    Check.that(maxDriverEdges >= 0, "max_driver_edges must be at least 0, got %d", maxDriverEdges);
  }

  /**
   * MinHash with locality-sensitive hashing (Broder 1997; Leskovec et al., Mining of Massive
   * Datasets, section 3.4): two rows of similarity s share a band with probability 1 - (1 -
   * s^rows)^bands.
   */
  public record MinHashOptions(
      @Setting(help = "Words in a shingle", def = "5") int ngram,
      @Setting(help = "Bands", def = "14") int bands,
      @Setting(help = "Hashes in a band", def = "8") int rows,
      @Setting(help = "Seed of the hash functions", def = "1") int seed)
      implements Serializable {
    public MinHashOptions {
      Check.that(ngram >= 1, "minhash.ngram must be at least 1, got %d", ngram);
      Check.that(bands >= 1, "minhash.bands must be at least 1, got %d", bands);
      Check.that(rows >= 1, "minhash.rows must be at least 1, got %d", rows);
    }
  }
}
