package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * Baichuan and Baichuan 2 (Yang et al. 2023) as their published code has them: Llama with one
 * matrix for q, k and v; the 13B models have linear biases instead of rotary positions, and the
 * second generation scores tokens by the directions of the output layer's rows alone.
 */
final class Baichuan extends Blocks {
  /** By which its published code and others tell the second generation: it has no key for it. */
  private static final int SECOND_VOCABULARY = 125_696;

  private record Layer(Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Optional<Alibi> alibi;
  private final Rope rope;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  Baichuan(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    double eps = config.rmsNormEps();
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    // the configurations of the models with biases know no longest position, only a longest text
    alibi =
        config.has("max_position_embeddings")
            ? Optional.empty()
            : Optional.of(new Alibi(heads.query(), false));
    rope = new Rope(ops, RopeScaling.of(config, heads.dim(), 1));
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "model.layers." + i + ".";
      layers.add(
          new Layer(
              weights.rms(at + "input_layernorm", hidden, eps),
              weights.linear(at + "self_attn.W_pack", 3 * hidden, hidden, Bias.WITHOUT),
              weights.linear(at + "self_attn.o_proj", hidden, hidden, Bias.WITHOUT),
              weights.rms(at + "post_attention_layernorm", hidden, eps),
              FeedForward.gated(
                  weights, at + "mlp", hidden, config.intermediateSize(), Bias.WITHOUT)));
    }
    lastNorm = weights.rms("model.norm", hidden, eps);
    boolean directions = config.flag("norm_head", config.vocabSize() == SECOND_VOCABULARY);
    head =
        directions
            ? weights.directions("lm_head", config.vocabSize(), hidden)
            : weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
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
    Var a = out(run, last, attend(run, number, qkv), layer.out);
    return residual(run, number, last, x, a, (t, z) -> layer.mlp.of(t, layer.mlpNorm.of(t, z)));
  }

  private Var attend(Run run, int number, Var qkv) {
    List<Var> parts = QueryKeyValue.split(run.tape(), qkv, heads);
    if (alibi.isPresent()) {
      Optional<ScoreBias> bias = Optional.of(alibi.get().bias(run, 1));
      return run.attend(number, parts.get(0), parts.get(1), parts.get(2), bias, kind);
    }
    Var q = run.rotate(parts.get(0), rope, heads.query(), 0, false);
    Var k = run.rotate(parts.get(1), rope, heads.keyValue(), 0, false);
    return run.attend(number, q, k, parts.get(2), kind);
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
