package org.sluice.jobs.classify;

import java.io.Serializable;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Classify}. */
public record ClassifyOptions(
    @Setting(help = "Column with the text", def = "text") String column,
    @Setting(
            help = "Good texts: JSON lines, also packed, or Parquet, with a column of that name",
            def = Setting.REQUIRED,
            example = "[books.jsonl.gz]")
        List<String> positive,
    @Setting(help = "Ordinary texts, likewise", def = Setting.REQUIRED, example = "[web.jsonl.gz]")
        List<String> negative,
    @Setting(help = "Buckets that words are hashed into", def = "262144") int features,
    @Setting(help = "Weight of the L2 penalty", def = "0.001") double penalty,
    @Setting(
            help =
                "pareto keeps a row when a random number of that distribution exceeds 1 - score, so"
                    + " that some of everything stays; threshold keeps rows of min_score and more",
            def = "pareto")
        Keep keep,
    @Setting(help = "Shape of the distribution", def = "9.0") double shape,
    @Setting(help = "For threshold, 0 to 1", def = "0.5") double minScore,
    @Setting(help = "Seed of the random numbers; a row's depends on its id alone", def = "0")
        long seed,
    @Setting(
            help = "Stops the run, and names the rule, when a larger share of the rows is dropped",
            def = "1.0")
        double maxDrop,
    @Setting(
            help = "false hands the rows to the next step without writing the table classified",
            def = "true")
        boolean materialize)
    implements Serializable {

  /** Which rows stay. */
  public enum Keep {
    PARETO,
    THRESHOLD
  }

  public ClassifyOptions {
    Check.that(features >= 2, "features must be at least 2, got %d", features);
    Check.that(penalty >= 0, "penalty must be at least 0, got %s", penalty);
    Check.that(shape > 0, "shape must be more than 0, got %s", shape);
    Check.that(minScore >= 0 && minScore <= 1, "min_score must be in [0, 1], got %s", minScore);
    Check.that(maxDrop >= 0 && maxDrop <= 1, "max_drop must be in [0, 1], got %s", maxDrop);
  }
}
