package org.sluice.jobs.tokenizer;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link TokenizerStep}. */
public record TokenizerOptions(
    @Setting(help = "Tokens in all: special ones, the 256 bytes and the merges", def = "4096")
        int vocabSize,
    @Setting(help = "Columns with text", def = "[text]") List<String> columns,
    @Setting(help = "Words that occur less often are not looked at", def = "2") int minCount,
    @Setting(help = "Jinja file with the chat template; left out: a plain one")
        Optional<String> chatTemplate)
    implements Serializable {

  public TokenizerOptions {
    Check.that(vocabSize >= 300, "vocab_size must be at least 300, got %d", vocabSize);
    Check.that(!columns.isEmpty(), "columns must not be empty");
    Check.that(minCount >= 1, "min_count must be at least 1, got %d", minCount);
  }
}
