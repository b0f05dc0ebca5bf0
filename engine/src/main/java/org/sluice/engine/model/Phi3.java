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
 * Phi-3 (Abdin et al. 2024) and GLM (GLM Team 2024), which differ from Llama in their fused
 * matrices and in how positions turn.
 */
final class Phi3 extends Blocks {
  private record Layer(Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final boolean interleaved;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  /** One matrix for q, k and v; positions scaled by tables for short and long texts. */
  static Phi3 phi3(Weights weights, Ops ops) {
    return new Phi3(weights, ops, false);
  }

  /** Three matrices with biases; neighbours turn against each other, half of the channels. */
  static Phi3 glm(Weights weights, Ops ops) {
    return new Phi3(weights, ops, true);
  }

  private Phi3(Weights weights, Ops ops, boolean glm) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    int width = config.headDim() * config.numAttentionHeads();
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    interleaved = glm;
    kind = AttentionKind.causal(heads).within(glm ? 0 : LayerTypes.everywhere(config, 0));
    rope = new Rope(ops, RopeScaling.of(config, heads.dim(), glm ? 0.5 : 1));
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    Activation f = FeedForward.activation(weights, "silu");
    Bias bias = Bias.of(config.flag("attention_bias", true));
    int fused = (heads.query() + 2 * heads.keyValue()) * heads.dim();
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "model.layers." + i + ".";
      Norm inputNorm = weights.rms(at + "input_layernorm", hidden, config.rmsNormEps());
      Linear qkv =
          glm
              ? QueryKeyValue.stacked(weights, at + "self_attn", hidden, heads, bias)
              : weights.linear(at + "self_attn.qkv_proj", fused, hidden, Bias.WITHOUT);
      Linear out = weights.linear(at + "self_attn.o_proj", hidden, width, Bias.WITHOUT);
      Norm mlpNorm = weights.rms(at + "post_attention_layernorm", hidden, config.rmsNormEps());
      Linear gateUp = weights.linear(at + "mlp.gate_up_proj", 2 * inner, hidden, Bias.WITHOUT);
      Linear down = weights.linear(at + "mlp.down_proj", hidden, inner, Bias.WITHOUT);
      layers.add(new Layer(inputNorm, qkv, out, mlpNorm, FeedForward.gated(gateUp, f, down)));
    }
    lastNorm = weights.rms("model.norm", hidden, config.rmsNormEps());
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
    List<Var> parts = QueryKeyValue.split(tape, qkv, heads);
    Var q = run.rotate(parts.get(0), rope, heads.query(), 0, interleaved);
    Var k = run.rotate(parts.get(1), rope, heads.keyValue(), 0, interleaved);
    Var a = out(run, last, run.attend(number, q, k, parts.get(2), kind), layer.out);
    return residual(run, number, last, x, a, (t, z) -> layer.mlp.of(t, layer.mlpNorm.of(t, z)));
  }

  @Override
  Var end(Run run, Var x) {
    return lastNorm.of(run.tape(), x);
  }

  /** Where the table for long texts takes over, keys turned by the short one are of no use. */
  @Override
  public boolean restartsAt(int length) {
    return rope.switchesAt(length);
  }

  @Override
  public Linear head() {
    return head;
  }
}
