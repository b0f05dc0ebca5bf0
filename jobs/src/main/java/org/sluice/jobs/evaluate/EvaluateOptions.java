package org.sluice.jobs.evaluate;

import java.io.Serializable;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.jobs.ModelOptions;

/** Settings of {@link EvaluateStep}. */
public record EvaluateOptions(
    @Setting(help = "The model before tuning") ModelOptions model,
    @Setting(help = "Folder of the adapter; left out: the run's own, when it has one")
        String adapter,
    @Setting(help = "What is measured", def = "[loss, perplexity, accuracy]") List<Metric> metrics,
    @Setting(
            help = "The answers to choose from; accuracy is the share of right choices",
            def = "[]",
            example = "[negative, neutral, positive]")
        List<String> labels,
    @Setting(help = "Prompts that are answered before and after tuning", def = "3") int samples,
    @Setting(help = "Length of an answer", unit = "tokens", def = "64") int maxNewTokens,
    @Setting(help = "0: the likeliest token; above: draw among them", def = "0.0")
        double temperature,
    @Setting(help = "Draw only among the likeliest tokens with this share", def = "1.0")
        double topP,
    @Setting(help = "Texts that end an answer", def = "[]") List<String> stop,
    @Setting(help = "Seed of the drawing", def = "42") long seed,
    @Setting(
            help =
                "Longest draft of an answer from the row's own text, checked by the model; 0: none",
            unit = "tokens",
            def = "10")
        int promptLookupNumTokens,
    @Setting(help = "Rows that a task measures together", def = "32") int batchSize)
    implements Serializable {

  public EvaluateOptions {
    adapter = adapter == null ? "" : adapter; // no Optional: tasks carry these settings
    Check.that(model != null, "model.path must be given");
    Check.that(samples >= 0, "samples must be at least 0, got %d", samples);
    Check.that(maxNewTokens >= 1, "max_new_tokens must be at least 1, got %d", maxNewTokens);
    Check.that(temperature >= 0, "temperature must be at least 0, got %s", temperature);
    Check.that(topP > 0 && topP <= 1, "top_p must be in (0, 1], got %s", topP);
    Check.that(
        promptLookupNumTokens >= 0,
        "prompt_lookup_num_tokens must be at least 0, got %d",
        promptLookupNumTokens);
    Check.that(batchSize >= 1, "batch_size must be at least 1, got %d", batchSize);
    Check.that(
        labels.size() != 1, "labels must be at least two to choose from, got only %s", labels);
  }

  /** What can be measured. */
  public enum Metric {
    /** Mean cross entropy of a target token, in nats. */
    LOSS,
    /** e to the loss. */
    PERPLEXITY,
    /** Share of rows whose right label is the likeliest. */
    ACCURACY,
    /** Share of rows that the model, asked for its own answer, answers as wanted. */
    EXACT_MATCH
  }
}
