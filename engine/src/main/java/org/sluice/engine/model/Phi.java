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
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * Phi (Gunasekar et al. 2023; Javaheripi et al. 2023): one layer norm before attention and
 * feed-forward, which stand side by side, biases everywhere, positions in a part of the channels.
 */
final class Phi extends Blocks {
  private record Layer(
      Norm norm,
      Linear qkv,
      Optional<Norm> queryNorm,
      Optional<Norm> keyNorm,
      Linear out,
      FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  Phi(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_eps", 1e-5);
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    rope = new Rope(ops, RopeScaling.of(config, heads.dim(), 0.5));
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    Activation f = FeedForward.activation(weights, "gelu_new");
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "model.layers." + i + ".";
      layers.add(
          new Layer(
              weights.layerNorm(at + "input_layernorm", hidden, eps),
              QueryKeyValue.stacked(weights, at + "self_attn", hidden, heads, Bias.WITH),
              headNorm(weights, at + "self_attn.q_layernorm", eps),
              headNorm(weights, at + "self_attn.k_layernorm", eps),
              weights.linear(
                  at + "self_attn.dense", hidden, heads.query() * heads.dim(), Bias.WITH),
              FeedForward.plain(
                  weights.linear(at + "mlp.fc1", inner, hidden, Bias.WITH),
                  f,
                  weights.linear(at + "mlp.fc2", hidden, inner, Bias.WITH))));
    }
    lastNorm = weights.layerNorm("model.final_layernorm", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITH);
  }

  private Optional<Norm> headNorm(Weights weights, String module, double eps) {
    return weights.config().flag("qk_layernorm", false)
        ? Optional.of(weights.layerNorm(module, heads.dim(), eps))
        : Optional.empty();
  }

  @Override
  Var embed(Run run) {
    return run.embed(embedding, 1);
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var normed = layer.norm.of(tape, x);
    List<Var> parts = QueryKeyValue.split(tape, tape.linear(normed, layer.qkv), heads);
    Var q = layer.queryNorm.map(n -> n.of(tape, parts.get(0))).orElse(parts.get(0));
    Var k = layer.keyNorm.map(n -> n.of(tape, parts.get(1))).orElse(parts.get(1));
    q = run.rotate(q, rope, heads.query(), 0, false);
    k = run.rotate(k, rope, heads.keyValue(), 0, false);
    Var a = out(run, last, run.attend(number, q, k, parts.get(2), kind), layer.out);
    return parallel(
        run, number, last, x, a, layer.mlp.of(tape, last ? run.wanted(normed) : normed));
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
