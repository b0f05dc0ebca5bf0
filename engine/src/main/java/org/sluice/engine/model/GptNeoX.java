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
 * GPT-NeoX (Black et al. 2022): attention and feed-forward side by side, each behind its own layer
 * norm, one matrix with q, k and v head by head, positions in a part of the channels.
 */
final class GptNeoX extends Blocks {
  private record Layer(Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final boolean sideBySide;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  GptNeoX(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_eps", 1e-5);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    rope = new Rope(ops, RopeScaling.of(config, heads.dim(), config.decimal("rotary_pct", 0.25)));
    sideBySide = config.flag("use_parallel_residual", true);
    embedding = weights.embedding("gpt_neox.embed_in", config.vocabSize(), hidden);
    Activation f = FeedForward.activation(weights, "gelu");
    Bias bias = Bias.of(config.flag("attention_bias", true));
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "gpt_neox.layers." + i + ".";
      layers.add(
          new Layer(
              weights.layerNorm(at + "input_layernorm", hidden, eps),
              weights.linear(at + "attention.query_key_value", 3 * hidden, hidden, bias),
              weights.linear(at + "attention.dense", hidden, hidden, bias),
              weights.layerNorm(at + "post_attention_layernorm", hidden, eps),
              FeedForward.plain(
                  weights.linear(at + "mlp.dense_h_to_4h", inner, hidden, Bias.WITH),
                  f,
                  weights.linear(at + "mlp.dense_4h_to_h", hidden, inner, Bias.WITH))));
    }
    lastNorm = weights.layerNorm("gpt_neox.final_layer_norm", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  @Override
  Var embed(Run run) {
    return run.embed(embedding, 1);
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var qkv = tape.linear(layer.inputNorm.of(tape, x), layer.qkv);
    List<Var> parts = QueryKeyValue.splitByHead(tape, qkv, heads);
    Var q = run.rotate(parts.get(0), rope, heads.query(), 0, false);
    Var k = run.rotate(parts.get(1), rope, heads.keyValue(), 0, false);
    Var a = out(run, last, run.attend(number, q, k, parts.get(2), kind), layer.out);
    if (sideBySide) {
      Var own = last ? run.wanted(x) : x;
      return parallel(run, number, last, x, a, layer.mlp.of(tape, layer.mlpNorm.of(tape, own)));
    }
    return residual(run, number, last, x, a, (t, z) -> layer.mlp.of(t, layer.mlpNorm.of(t, z)));
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
