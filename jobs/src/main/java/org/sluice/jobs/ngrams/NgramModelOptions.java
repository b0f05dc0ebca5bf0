package org.sluice.jobs.ngrams;

import java.io.Serializable;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.text.perplexity.Sentences;

/** Settings of {@link NgramModelStep}. */
public record NgramModelOptions(
    @Setting(help = "Columns with text", def = "[text]") List<String> columns,
    @Setting(help = "Words of the longest n-grams", def = "5") int order,
    @Setting(help = "What the model's words are", def = "words") Sentences.Tokens tokens,
    @Setting(
            help = "A SentencePiece .model: the words are its pieces in each whole text",
            example = "en.sp.model")
        String sentencepiece) // null: none
    implements Serializable {

  public NgramModelOptions {
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    Check.that(order >= 2 && order <= 6, "order must be from 2 to 6, got %d", order);
  }
}
