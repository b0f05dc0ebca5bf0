package org.sluice.jobs.tokenize;

import java.util.List;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.jobs.ModelOptions;

/** Settings of {@link Tokenize}. */
public record TokenizeOptions(
    @Setting(help = "The model whose tokenizer is used") ModelOptions model,
    @Setting(help = "Length of a block, longest sample", unit = "tokens", def = "512")
        int maxLength,
    @Setting(
            help = "What an encoder reads of a prompt, of models that have one; 0: max_length",
            unit = "tokens",
            def = "0")
        int maxSourceLength,
    @Setting(
            help = "Longest answer of a decoder behind an encoder, its end included; 0: max_length",
            unit = "tokens",
            def = "0")
        int maxTargetLength,
    @Setting(help = "best-fit: several samples a block; none: a sample a row", def = "best-fit")
        Packing packing,
    @Setting(help = "What is trained: the answer alone, or the prompt too", def = "answer")
        Target trainOn,
    @Setting(help = "Columns with plain text, for a table without prompts", def = "[text]")
        List<String> columns,
    @Setting(
            help =
                "Blocks follow the column place of mix, and train and pretrain read them in that"
                    + " order; a recipe sets it where mix has a curriculum",
            def = "false")
        boolean keepOrder) {

  public TokenizeOptions {
    Check.that(model != null, "model.path must be given");
    Check.that(maxLength >= 2, "max_length must be at least 2, got %d", maxLength);
    Check.atLeast("max_source_length", maxSourceLength, 0);
    Check.that(
        maxTargetLength == 0 || maxTargetLength >= 2,
        "max_target_length must be 0, or at least 2, got %d",
        maxTargetLength);
  }

  /**
   * Tokens of the longest row.
   *
   * @param encodes whether prompts are read by an encoder and answered by a decoder
   */
  public int longestRow(boolean encodes) {
    return lengths().block(encodes);
  }

  /** How long samples may be. */
  Lengths lengths() {
    return new Lengths(
        maxLength,
        maxSourceLength == 0 ? maxLength : maxSourceLength,
        maxTargetLength == 0 ? maxLength : maxTargetLength);
  }

  /** How samples become rows. */
  public enum Packing {
    BEST_FIT,
    NONE
  }

  /** Which tokens get a label. */
  public enum Target {
    ANSWER,
    ALL
  }
}
