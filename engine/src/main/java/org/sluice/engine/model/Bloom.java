package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * BLOOM (BigScience 2022): layer norm behind the embedding too, linear biases for positions, one
 * matrix with q, k and v head by head.
 */
final class Bloom extends Blocks {
  private record Layer(Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Alibi alibi;
  private final boolean residualBehindNorm;
  private final Weight embedding;
  private final Norm embeddingNorm;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  Bloom(Weights weights) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    double eps = config.decimal("layer_norm_epsilon", 1e-5);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    alibi = new Alibi(heads.query(), false);
    residualBehindNorm = config.flag("apply_residual_connection_post_layernorm", false);
    embedding = weights.embedding("transformer.word_embeddings", config.vocabSize(), hidden);
    embeddingNorm = weights.layerNorm("transformer.word_embeddings_layernorm", hidden, eps);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "transformer.h." + i + ".";
      layers.add(
          new Layer(
              weights.layerNorm(at + "input_layernorm", hidden, eps),
              weights.linear(at + "self_attention.query_key_value", 3 * hidden, hidden, Bias.WITH),
              weights.linear(at + "self_attention.dense", hidden, hidden, Bias.WITH),
              weights.layerNorm(at + "post_attention_layernorm", hidden, eps),
              FeedForward.plain(
                  weights.linear(at + "mlp.dense_h_to_4h", 4 * hidden, hidden, Bias.WITH),
                  Activation.GELU_TANH,
                  weights.linear(at + "mlp.dense_4h_to_h", hidden, 4 * hidden, Bias.WITH))));
    }
    lastNorm = weights.layerNorm("transformer.ln_f", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  @Override
  Var embed(Run run) {
    return embeddingNorm.of(run.tape(), run.embed(embedding, 1));
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var normed = layer.inputNorm.of(tape, x);
    List<Var> parts = QueryKeyValue.splitByHead(tape, tape.linear(normed, layer.qkv), heads);
    Optional<ScoreBias> bias = Optional.of(alibi.bias(run, 1));
    Var a = run.attend(number, parts.get(0), parts.get(1), parts.get(2), bias, kind);
    Var own = residualBehindNorm ? normed : x;
    Var attended = run.attended(number, last, out(run, last, a, layer.out));
    Var y = tape.add(last ? run.wanted(own) : own, attended);
    Var behind = layer.mlpNorm.of(tape, y);
    return run.fed(number, residualBehindNorm ? behind : y, layer.mlp.of(tape, behind));
  }

  @Override
  Var end(Run run, Var x) {
    return lastNorm.of(run.tape(), x);
  }

  @Override
  public Linear head() {
    return head;
  }
}
