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
    @Setting(
            help = "Drop near-duplicates by SimHash instead",
            example = "{ngram: 6, blocks: 6, distance: 4}")
        Optional<SimHashOptions> simhash,
    @Setting(help = "Language whose words are split in rows without column lang", def = "en")
        String assumeLanguage,
    @Setting(
            help =
                "Output folders of earlier runs, in their order, against which this run's rows are"
                    + " deduplicated: what stays in all together is what would stay of all at once;"
                    + " when no row is new, the run ends here, and that is no error",
            def = "[]",
            example = "[out/2026-10]")
        List<String> against,
    @Setting(
            help = "Write the table buckets, so that later runs can name this one in against",
            def = "false")
        boolean keepState,
    @Setting(
            help =
                "Up to so many pairs are joined to clusters on the driver (16 bytes each); more"
                    + " are joined on the executors, with the same result",
            def = "300000")
        long maxDriverEdges,
    @Setting(
            help = "Stops the run, and names the rule, when a larger share of the rows is dropped",
            def = "1.0")
        double maxDrop,
    @Setting(
            help = "false hands the rows to the next step without writing the table deduplicated",
            def = "true")
        boolean materialize) {

  private static final long DRIVER_EDGES = 300_000;

  public DedupOptions {
    Check.that(maxDrop >= 0 && maxDrop <= 1, "max_drop must be in [0, 1], got %s", maxDrop);
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    Check.that(
        exact || minhash.isPresent() || simhash.isPresent(),
        "dedup must have exact: true or a section minhash");
    Check.that(
        minhash.isEmpty() || simhash.isEmpty(), "simhash cannot be used together with minhash");
    boolean compares = simhash.isPresent() || minhash.isPresent() && minhash.get().verify() > 0;
    Check.that(
        !compares || against.isEmpty() && !keepState,
        "against and keep_state need clusters by keys alone: leave out minhash.verify and simhash");
    Check.that(maxDriverEdges >= 0, "max_driver_edges must be at least 0, got %d", maxDriverEdges);
  }

  /** What is alike by its text, or by a common band of MinHash, without comparing. */
  public static DedupOptions byKeys(List<String> columns, Optional<MinHashOptions> minhash) {
    return new DedupOptions(
        columns, true, minhash, Optional.empty(), "en", List.of(), false, DRIVER_EDGES, 1, true);
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
      @Setting(help = "Seed of the hash functions", def = "1") int seed,
      @Setting(
              help = "Numbers of a known data set instead: ngram, bands and rows",
              example = "refinedweb")
          Optional<KnownParameters> parameters,
      @Setting(
              help =
                  "Least Jaccard index of the shingles of a row and the one that stays for it; 0: a"
                      + " common band is enough",
              def = "0.0")
          double verify)
      implements Serializable {
    public MinHashOptions {
      if (parameters.isPresent()) {
        ngram = parameters.get().ngram;
        bands = parameters.get().bands;
        rows = parameters.get().rows;
      }
      Check.that(verify >= 0 && verify <= 1, "minhash.verify must be in [0, 1], got %s", verify);
      Check.that(ngram >= 1, "minhash.ngram must be at least 1, got %d", ngram);
      Check.that(bands >= 1, "minhash.bands must be at least 1, got %d", bands);
      Check.that(rows >= 1, "minhash.rows must be at least 1, got %d", rows);
    }
  }

  /** Parameters that data sets were made with, as their publications give them. */
  public enum KnownParameters {
    /** datatrove's defaults. */
    DATATROVE(5, 14, 8),
    /** Penedo et al. 2024. */
    FINEWEB(5, 14, 8),
    /** Penedo et al. 2023, section G.3. */
    REFINEDWEB(5, 450, 20),
    /** RedPajama-V2's signatures for a similarity of 0.7. */
    REDPAJAMA_07(13, 14, 9),
    /** The same for 0.8. */
    REDPAJAMA_08(13, 9, 13),
    /** The same for 0.9. */
    REDPAJAMA_09(13, 5, 25);

    private final int ngram;
    private final int bands;
    private final int rows;

    KnownParameters(int ngram, int bands, int rows) {
      this.ngram = ngram;
      this.bands = bands;
      this.rows = rows;
    }
  }

  /** SimHash: two rows are near when their hashes differ in few of 64 bits. */
  public record SimHashOptions(
      @Setting(help = "Words in a shingle", def = "6") int ngram,
      @Setting(help = "Blocks of bits, more than distance", def = "6") int blocks,
      @Setting(help = "Bits in which near-duplicates may differ", def = "4") int distance)
      implements Serializable {
    public SimHashOptions {
      Check.that(ngram >= 1, "simhash.ngram must be at least 1, got %d", ngram);
      Check.that(
          distance >= 0 && distance < blocks && blocks <= 16,
          "simhash.blocks must be more than the distance %d and at most 16, got %d",
          distance,
          blocks);
    }
  }
}
