package org.sluice.engine.model;

import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.ModelConfig;

/**
 * What a model drops of itself while it trains, by its config.json (Srivastava et al. 2014):
 * elements are zero with a probability p, the others divided by 1 - p.
 *
 * @param embedding p behind the embeddings
 * @param residual p of what attention and feed-forward parts give to the residual stream
 */
public record Dropout(double embedding, double residual) {
  /** Nothing. */
  public static final Dropout NONE = new Dropout(0, 0);

  /** As config.json says, or transformers' default of the architecture where it says nothing. */
  public static Dropout of(ModelConfig config) {
    Architecture architecture = Architecture.named(config.modelType());
    return switch (architecture) {
      case T5, MT5 -> both(config.decimal("dropout_rate", 0.1));
      case BART -> both(config.decimal("dropout", 0.1));
      case OPT -> new Dropout(0, config.decimal("dropout", 0.1));
      case GPT2 ->
          new Dropout(config.decimal("embd_pdrop", 0.1), config.decimal("resid_pdrop", 0.1));
      case GPT_NEO -> new Dropout(0, config.decimal("resid_dropout", 0));
      case GPTJ, PHI, PHI3 -> new Dropout(0, config.decimal("resid_pdrop", 0));
      case BLOOM, FALCON, GPT_NEOX -> new Dropout(0, config.decimal("hidden_dropout", 0));
      default -> NONE;
    };
  }

  private static Dropout both(double p) {
    return new Dropout(p, p);
  }
}
