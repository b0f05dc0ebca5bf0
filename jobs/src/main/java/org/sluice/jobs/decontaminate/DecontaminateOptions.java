package org.sluice.jobs.decontaminate;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Decontaminate}. */
public record DecontaminateOptions(
    @Setting(help = "Column with the text", def = "text") String column,
    @Setting(
            help =
                "Evaluation sets: files of JSON lines, JSON lists or plain text (a line an example),"
                    + " also packed",
            def = "[]",
            example = "[benchmarks/mmlu_test.jsonl.gz]")
        List<String> against,
    @Setting(
            help = "Keys of their rows that are sought, each by itself; empty: all that hold text",
            def = "[]",
            example = "[question, answer]")
        List<String> fields,
    @Setting(help = "Seek this table's own held-out rows, too", def = "true") boolean heldOut,
    @Setting(
            help =
                "gpt3: cut what is found, with its surroundings; ngram: drop rows with a common run"
                    + " of words; exact: drop rows that hold a whole example",
            def = "gpt3")
        Method method,
    @Setting(
            help =
                "Words of a run that must be the same; left out: 8 for ngram, for gpt3 the fifth"
                    + " percentile of the lengths of a set's examples, 8 to 13. For exact the words"
                    + " that an example must have to be sought, 8")
        Optional<Integer> ngram,
    @Setting(help = "Characters that gpt3 cuts on each side", def = "200") int around,
    @Setting(help = "Shorter pieces go, in characters", def = "200") int minPiece,
    @Setting(help = "Rows cut into more pieces are dropped", def = "10") int maxPieces,
    @Setting(help = "Runs in more rows than these are common phrases, for gpt3", def = "10")
        int maxRows,
    @Setting(
            help = "Stops the run, and names the rule, when a larger share of the rows is dropped",
            def = "1.0")
        double maxDrop,
    @Setting(
            help = "false hands the rows to the next step without writing the table decontaminated",
            def = "true")
        boolean materialize)
    implements Serializable {

  /** What is sought, and what becomes of the rows that have it. */
  public enum Method {
    GPT3,
    NGRAM,
    EXACT
  }

  public DecontaminateOptions {
    Check.that(heldOut || !against.isEmpty(), "against must name a file, or held_out must be true");
    ngram.ifPresent(n -> Check.that(n >= 2, "ngram must be at least 2, got %d", n));
    Check.that(around >= 0, "around must be at least 0, got %d", around);
    Check.that(minPiece >= 0, "min_piece must be at least 0, got %d", minPiece);
    Check.that(maxPieces >= 1, "max_pieces must be at least 1, got %d", maxPieces);
    Check.that(maxRows >= 1, "max_rows must be at least 1, got %d", maxRows);
    Check.that(maxDrop >= 0 && maxDrop <= 1, "max_drop must be in [0, 1], got %s", maxDrop);
  }

  int ngramOr(int usual) {
    return ngram.orElse(usual);
  }
}
