package org.sluice.jobs.tokenizer;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.engine.tokenizer.Words;
import org.sluice.engine.tokenizer.unigram.TrainingWords;

/** Settings of {@link TokenizerStep}. */
public record TokenizerOptions(
    @Setting(
            help =
                "bpe: byte-level, the merges that Hugging Face's trainer finds; unigram: the pieces"
                    + " of SentencePiece's default, with bytes for what they do not hold",
            def = "bpe")
        Algorithm algorithm,
    @Setting(
            help = "Tokens in all: special ones, the 256 bytes and the merges or pieces",
            def = "4096")
        int vocabSize,
    @Setting(
            help = "For unigram, the share of the characters seen that are pieces by themselves",
            def = "0.9995")
        double characterCoverage,
    @Setting(help = "Columns with text", def = "[text]") List<String> columns,
    @Setting(
            help =
                "Words that occur less often are not looked at; left out: 2 for bpe, 1 for unigram")
        Optional<Integer> minCount,
    @Setting(help = "Jinja file with the chat template; left out: a plain one")
        Optional<String> chatTemplate)
    implements Serializable {

  public TokenizerOptions {
    Check.that(vocabSize >= 300, "vocab_size must be at least 300, got %d", vocabSize);
    Check.that(!columns.isEmpty(), "columns must not be empty");
    minCount.ifPresent(
        least -> Check.that(least >= 1, "min_count must be at least 1, got %d", least));
    Check.that(
        characterCoverage > 0 && characterCoverage <= 1,
        "character_coverage must be in (0, 1], got %s",
        characterCoverage);
  }

  /** The least count of a word that is looked at. */
  int leastCount() {
    return minCount.orElse(algorithm == Algorithm.BPE ? 2 : 1);
  }

  /** How the tokens are learnt. */
  public enum Algorithm {
    BPE,
    UNIGRAM;

    /** Passes on the words of a text. */
    void cut(String text, Consumer<String> word) {
      switch (this) {
        case BPE -> Words.of(text, word);
        case UNIGRAM -> TrainingWords.of(text, word);
      }
    }
  }
}
