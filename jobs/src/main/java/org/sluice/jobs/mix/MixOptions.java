package org.sluice.jobs.mix;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.jobs.dedup.DedupOptions.MinHashOptions;

/** Settings of {@link Mix}. */
public record MixOptions(
    @Setting(help = "Columns with text; measured joined by line breaks", def = "[text]")
        List<String> columns,
    @Setting(help = "Column that says where a row comes from", def = "source") String sourceColumn,
    @Setting(
            help = "What sizes, caps and the budget count; tokens need model_path",
            def = "characters")
        Unit unit,
    @Setting(
            help =
                "Share of each source in the mixture, in any scale; every source needs one, 0"
                    + " leaves it out",
            example = "{web: 0.7, books: 0.3}")
        Map<String, Double> weights,
    @Setting(
            help = "How often each source is gone through, instead of weights",
            example = "{web: 0.5, wiki: 3}")
        Map<String, Double> epochs,
    @Setting(
            help =
                "Without weights: a source's share is its size to the power of 1 / temperature; 1:"
                    + " its size, large: all alike",
            def = "1.0")
        double temperature,
    @Setting(
            help =
                "Without weights: larger sources count as if they were of this size; 0: no limit",
            unit = "unit",
            def = "0")
        long maximum,
    @Setting(
            help = "Most that the mixture takes of a source",
            unit = "unit",
            example = "{web: 1000000}")
        Map<String, Long> caps,
    @Setting(help = "Most often that a row is taken; 1: no row twice", def = "1.0")
        double maxEpochs,
    @Setting(
            help =
                "Size of the mixture. What a source at its cap cannot give, the others give in"
                    + " proportion. 0: as large as stopping_strategy makes it",
            unit = "unit",
            def = "0")
        long budget,
    @Setting(
            help =
                "Without a budget: first-exhausted ends when the first source is used up, so that"
                    + " the shares hold; all-exhausted when the last one is, as far as caps and"
                    + " max_epochs allow",
            def = "first-exhausted")
        StoppingStrategy stoppingStrategy,
    @Setting(
            help = "The model whose tokenizer counts tokens, and whose loss the curriculum may use",
            example = "models/SmolLM2.gguf")
        Optional<String> modelPath,
    @Setting(help = "Order of the rows; left out: shuffled", example = "{by: length}")
        Optional<Curriculum> curriculum,
    @Setting(
            help =
                "Share of the rows that is held out as split = test, by a hash of the row that"
                    + " stands for all its copies and near-copies; 0: none",
            def = "0.0")
        double testSize,
    @Setting(help = "Which rows are near-copies and stay on one side of the split")
        MinHashOptions near,
    @Setting(help = "Seed of choice, order and split; each depends on ids alone", def = "0")
        long seed,
    @Setting(
            help = "Stops the run, and names the rule, when a larger share of the rows is dropped",
            def = "1.0")
        double maxDrop)
    implements Serializable {

  /** What is counted. */
  public enum Unit {
    ROWS,
    CHARACTERS,
    TOKENS
  }

  /** When a mixture without a budget is complete; the names of Hugging Face's datasets. */
  public enum StoppingStrategy {
    FIRST_EXHAUSTED,
    ALL_EXHAUSTED
  }

  public MixOptions {
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    Check.that(
        weights.isEmpty() || epochs.isEmpty(), "weights and epochs cannot be given together");
    Check.that(
        weights.isEmpty() || temperature == 1 && maximum == 0,
        "temperature and maximum make shares where no weights are given");
    Check.that(temperature > 0, "temperature must be more than 0, got %s", temperature);
    Check.that(maximum >= 0, "maximum must be at least 0, got %d", maximum);
    Check.that(maxEpochs > 0, "max_epochs must be more than 0, got %s", maxEpochs);
    Check.that(budget >= 0, "budget must be at least 0, got %d", budget);
    weights.forEach(
        (name, weight) -> Check.that(weight >= 0, "weights.%s must be at least 0", name));
    epochs.forEach((name, times) -> Check.that(times >= 0, "epochs.%s must be at least 0", name));
    caps.forEach((name, cap) -> Check.that(cap >= 0, "caps.%s must be at least 0", name));
    Check.that(
        weights.isEmpty() || weights.values().stream().anyMatch(weight -> weight > 0),
        "weights must not all be 0");
    Check.that(testSize >= 0 && testSize < 1, "test_size must be in [0, 1), got %s", testSize);
    Check.that(near == null || near.verify() == 0, "near.verify has no meaning here, leave it out");
    boolean byLoss = curriculum.isPresent() && curriculum.get().by().equals(Curriculum.LOSS);
    Check.that(
        modelPath.isPresent() || unit != Unit.TOKENS && !byLoss,
        "model_path must be given where tokens or the loss of a model are asked for");
    Check.that(maxDrop >= 0 && maxDrop <= 1, "max_drop must be in [0, 1], got %s", maxDrop);
  }

  /** An order from easy to hard (Bengio et al. 2009). */
  public record Curriculum(
      @Setting(
              help =
                  "length; loss, the mean over the tokens of a text by the model of model_path; or"
                      + " any column of numbers. Rows without a number come last",
              def = "length")
          String by,
      @Setting(help = "Begin with the largest", def = "false") boolean descending,
      @Setting(
              help =
                  "Rows are dealt to so many stages of equal size and shuffled within each; 0: one"
                      + " strict order",
              def = "0")
          int stages,
      @Setting(help = "Tokens of a text that loss looks at", unit = "tokens", def = "512")
          int maxLength)
      implements Serializable {
    static final String LENGTH = "length";
    static final String LOSS = "loss";

    public Curriculum {
      Check.that(stages >= 0, "curriculum.stages must be at least 0, got %d", stages);
      Check.that(maxLength >= 2, "curriculum.max_length must be at least 2, got %d", maxLength);
    }
  }
}
