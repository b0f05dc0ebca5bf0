package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
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
 * GPT-J (Wang and Komatsuzaki 2021): one layer norm before attention and feed-forward, which stand
 * side by side; neighbouring channels turn against each other, the first of each head alone.
 */
final class GptJ extends Blocks {
  private record Layer(Norm norm, Linear qkv, Linear out, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  GptJ(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_epsilon", 1e-5);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    rope = new Rope(ops, RopeScaling.plain(config, 10_000, config.integer("rotary_dim", 64)));
    embedding = weights.embedding("transformer.wte", config.vocabSize(), hidden);
    Activation f = Activation.named(config.text("activation_function", "gelu_new"));
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "transformer.h." + i + ".";
      layers.add(
          new Layer(
              weights.layerNorm(at + "ln_1", hidden, eps),
              QueryKeyValue.stacked(weights, at + "attn", hidden, heads, Bias.WITHOUT),
              weights.linear(at + "attn.out_proj", hidden, hidden, Bias.WITHOUT),
              FeedForward.plain(
                  weights.linear(at + "mlp.fc_in", inner, hidden, Bias.WITH),
                  f,
                  weights.linear(at + "mlp.fc_out", hidden, inner, Bias.WITH))));
    }
    lastNorm = weights.layerNorm("transformer.ln_f", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITH);
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
    Var q = run.rotate(parts.get(0), rope, heads.query(), 0, true);
    Var k = run.rotate(parts.get(1), rope, heads.keyValue(), 0, true);
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
