package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * BERT (Devlin et al. 2019) and RoBERTa (Liu et al. 2019): layer norms behind each part, learned
 * positions and, for BERT, embeddings of the text that a token belongs to.
 */
final class Bert implements Encoder {
  private record Layer(
      Linear qkv, Linear out, Norm attentionNorm, Linear up, Linear down, Norm mlpNorm) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Activation activation;
  private final int firstPosition;
  private final int padding;
  private final Weight words;
  private final Weight positions;
  private final Weight types;
  private final Norm embeddingNorm;
  private final List<Layer> layers = new ArrayList<>();

  static Bert bert(Weights weights) {
    return new Bert(weights, "bert.", 0, -1);
  }

  /** Positions begin behind the padding token's number, which is padding's own position. */
  static Bert roberta(Weights weights) {
    int padding = weights.config().integer("pad_token_id", 1);
    return new Bert(weights, "roberta.", padding + 1, padding);
  }

  private Bert(Weights weights, String prefix, int firstPosition, int padding) {
    ModelConfig config = weights.config();
    this.firstPosition = firstPosition;
    this.padding = padding;
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_eps", 1e-12);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    kind = AttentionKind.causal(heads).full();
    activation = FeedForward.activation(weights, "gelu");
    String at = prefix + "embeddings.";
    words = weights.embedding(at + "word_embeddings", config.vocabSize(), hidden);
    positions =
        weights.embedding(at + "position_embeddings", config.maxPositionEmbeddings(), hidden);
    types =
        weights.embedding(
            at + "token_type_embeddings", config.integer("type_vocab_size", 2), hidden);
    embeddingNorm = weights.layerNorm(at + "LayerNorm", hidden, eps);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String layer = prefix + "encoder.layer." + i + ".";
      layers.add(
          new Layer(
              weights
                  .stack(hidden, Bias.WITH)
                  .with(layer + "attention.self.query", hidden)
                  .with(layer + "attention.self.key", hidden)
                  .with(layer + "attention.self.value", hidden)
                  .linear(),
              weights.linear(layer + "attention.output.dense", hidden, hidden, Bias.WITH),
              weights.layerNorm(layer + "attention.output.LayerNorm", hidden, eps),
              weights.linear(layer + "intermediate.dense", inner, hidden, Bias.WITH),
              weights.linear(layer + "output.dense", hidden, inner, Bias.WITH),
              weights.layerNorm(layer + "output.LayerNorm", hidden, eps)));
    }
  }

  @Override
  public Var forward(Run run) {
    Tape tape = run.tape();
    Var x = MathOps.plus(tape, run.embed(words, 1), run.embedTypes(types));
    Var places =
        padding < 0
            ? run.embedPositions(positions, 0)
            : run.embedRealPositions(positions, firstPosition, padding);
    Var h = embeddingNorm.of(tape, MathOps.plus(tape, x, places));
    for (int i = 0; i < layers.size(); i++) {
      run.see(i, h);
      int number = i;
      h = tape.block(h, in -> layer(run, number, in));
    }
    run.see(layers.size(), h);
    return h;
  }

  private Var layer(Run run, int number, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    List<Var> parts = QueryKeyValue.split(tape, tape.linear(x, layer.qkv), heads);
    Var a = run.attend(number, parts.get(0), parts.get(1), parts.get(2), kind);
    Var attended = run.attended(number, false, tape.linear(a, layer.out));
    Var y = layer.attentionNorm.of(tape, tape.add(x, attended));
    Var fed = tape.linear(activation.of(tape, tape.linear(y, layer.up)), layer.down);
    return run.fed(number, fed, given -> layer.mlpNorm.of(tape, tape.add(y, given)));
  }
}
