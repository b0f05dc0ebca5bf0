package org.sluice.jobs.dedup;

import java.io.Serializable;
import org.sluice.text.dedup.MinHash;
import org.sluice.text.dedup.SimHash;

/** What near-duplicates are found by: MinHash, SimHash, or nothing. */
abstract class Sketch implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long[] NONE = {};

  static Sketch of(DedupOptions options) {
    if (options.minhash().isPresent()) {
      return new ByMinHash(options.minhash().get());
    }
    return options.simhash().isPresent() ? new BySimHash(options.simhash().get()) : new Nothing();
  }

  /** Keys of a text; near-duplicates share one at the same place. */
  abstract long[] keys(String text, String language);

  /** Whether rows that share a key are compared. */
  abstract boolean verifies();

  /** The rule that rows are dropped by. */
  String rule() {
    return Duplicate.MINHASH;
  }

  /** What is compared. */
  abstract long[] content(String text, String language);

  /** How alike two contents are, 0 to 1. */
  abstract double likeness(long[] one, long[] other);

  /** The least likeness, or share of equal keys where nothing is compared, of two neighbours. */
  abstract double threshold();

  private static final class ByMinHash extends Sketch {
    private static final long serialVersionUID = 1L;
    private final MinHash minhash;
    private final double verify;

    ByMinHash(DedupOptions.MinHashOptions options) {
      this.minhash = new MinHash(options.ngram(), options.bands(), options.rows(), options.seed());
      this.verify = options.verify();
    }

    @Override
    long[] keys(String text, String language) {
      return minhash.bandKeys(minhash.signature(text, language));
    }

    @Override
    boolean verifies() {
      return verify > 0;
    }

    @Override
    long[] content(String text, String language) {
      return minhash.shingles(text, language);
    }

    @Override
    double likeness(long[] one, long[] other) {
      return MinHash.jaccard(one, other);
    }

    @Override
    double threshold() {
      return verify > 0 ? verify : 1.0 / minhash.bands();
    }
  }

  private static final class BySimHash extends Sketch {
    private static final long serialVersionUID = 1L;
    private final SimHash simhash;
    private final double threshold;

    BySimHash(DedupOptions.SimHashOptions options) {
      this.simhash = new SimHash(options.ngram(), options.blocks(), options.distance());
      this.threshold = 1 - options.distance() / 64.0;
    }

    @Override
    String rule() {
      return "simhash";
    }

    @Override
    long[] keys(String text, String language) {
      return simhash.keys(simhash.hash(text, language));
    }

    @Override
    boolean verifies() {
      return true;
    }

    @Override
    long[] content(String text, String language) {
      return simhash.hash(text, language);
    }

    @Override
    double likeness(long[] one, long[] other) {
      return SimHash.likeness(one, other);
    }

    @Override
    double threshold() {
      return threshold;
    }
  }

  private static final class Nothing extends Sketch {
    private static final long serialVersionUID = 1L;

    @Override
    long[] keys(String text, String language) {
      return NONE;
    }

    @Override
    boolean verifies() {
      return false;
    }

    @Override
    long[] content(String text, String language) {
      return NONE;
    }

    @Override
    double likeness(long[] one, long[] other) {
      return 0;
    }

    @Override
    double threshold() {
      return 1;
    }
  }
}
