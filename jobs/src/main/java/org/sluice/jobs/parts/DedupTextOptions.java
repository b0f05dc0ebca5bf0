package org.sluice.jobs.parts;

import java.io.Serializable;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.text.dedup.LineKeys.Level;

/** Settings of {@link DedupText}. */
public record DedupTextOptions(
    @Setting(help = "Column with the text", def = "text") String column,
    @Setting(
            help =
                "What is sought elsewhere in the corpus: a line or paragraph as CCNet compares them,"
                    + " or three sentences in a row as C4 does",
            def = "line")
        Level level,
    @Setting(help = "Texts that lost a part and have fewer words left are dropped", def = "50")
        int minWords,
    @Setting(help = "Texts that lost a part and have fewer sentences left are dropped", def = "3")
        int minSentences,
    @Setting(
            help = "Stops the run, and names the rule, when a larger share of the rows is dropped",
            def = "1.0")
        double maxDrop,
    @Setting(
            help =
                "false hands the rows to the next step without writing the table text_deduplicated",
            def = "true")
        boolean materialize)
    implements Serializable {

  public DedupTextOptions {
    Check.that(minWords >= 0, "min_words must be at least 0, got %d", minWords);
    Check.that(minSentences >= 0, "min_sentences must be at least 0, got %d", minSentences);
    Check.that(maxDrop >= 0 && maxDrop <= 1, "max_drop must be in [0, 1], got %s", maxDrop);
  }
}
