package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * Qwen3 (Yang et al. 2025), dense and with experts, and Mixtral (Jiang et al. 2024), which has the
 * experts but not the norms on the heads' queries and keys.
 */
final class Qwen3 extends Blocks {
  private record Layer(
      Norm inputNorm,
      Linear qkv,
      Optional<Norm> queryNorm,
      Optional<Norm> keyNorm,
      Linear out,
      Norm mlpNorm,
      Mixer mlp,
      int window) {}

  /** A layer's feed-forward part: one for all positions, or experts. */
  private interface Mixer {
    Var of(Run run, Var x);
  }

  /** What the relatives differ in. */
  private record Kin(boolean headNorms, int[] windows, boolean experts) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  static Qwen3 dense(Weights weights, Ops ops) {
    return new Qwen3(weights, ops, new Kin(true, Llama.qwenWindows(weights.config()), false));
  }

  static Qwen3 moe(Weights weights, Ops ops) {
    ModelConfig config = weights.config();
    int window = config.flag("use_sliding_window", false) ? LayerTypes.everywhere(config, 4096) : 0;
    return new Qwen3(weights, ops, new Kin(true, everywhere(config, window), true));
  }

  static Qwen3 mixtral(Weights weights, Ops ops) {
    ModelConfig config = weights.config();
    int[] windows = everywhere(config, LayerTypes.everywhere(config, 0));
    return new Qwen3(weights, ops, new Kin(false, windows, true));
  }

  private static int[] everywhere(ModelConfig config, int window) {
    int[] windows = new int[config.numHiddenLayers()];
    Arrays.fill(windows, window);
    return windows;
  }

  private Qwen3(Weights weights, Ops ops, Kin kin) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    double eps = config.rmsNormEps();
    Bias bias = Bias.of(kin.headNorms && config.flag("attention_bias", false));
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    rope = new Rope(ops, RopeScaling.of(config, heads.dim(), 1));
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "model.layers." + i + ".";
      int width = heads.query() * heads.dim();
      Norm inputNorm = weights.rms(at + "input_layernorm", hidden, eps);
      Linear qkv = QueryKeyValue.stacked(weights, at + "self_attn", hidden, heads, bias);
      Linear out = weights.linear(at + "self_attn.o_proj", hidden, width, bias);
      layers.add(
          new Layer(
              inputNorm,
              qkv,
              headNorm(weights, kin, at + "self_attn.q_norm"),
              headNorm(weights, kin, at + "self_attn.k_norm"),
              out,
              weights.rms(at + "post_attention_layernorm", hidden, eps),
              mixer(weights, kin, i, at + "mlp"),
              kin.windows[i]));
    }
    lastNorm = weights.rms("model.norm", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  private Optional<Norm> headNorm(Weights weights, Kin kin, String module) {
    return kin.headNorms
        ? Optional.of(weights.rms(module, heads.dim(), weights.config().rmsNormEps()))
        : Optional.empty();
  }

  private static Mixer mixer(Weights weights, Kin kin, int layer, String module) {
    ModelConfig config = weights.config();
    boolean sparse =
        kin.experts
            && !config.list("mlp_only_layers").contains(layer)
            && (layer + 1) % config.integer("decoder_sparse_step", 1) == 0;
    if (sparse) {
      Experts experts = Experts.softmax(weights, module);
      return experts::of;
    }
    FeedForward dense =
        FeedForward.gated(
            weights, module, config.hiddenSize(), config.intermediateSize(), Bias.WITHOUT);
    return (run, x) -> dense.of(run.tape(), x);
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
    Var q = normed(tape, layer.queryNorm, parts.get(0));
    Var k = normed(tape, layer.keyNorm, parts.get(1));
    q = run.rotate(q, rope, heads.query(), 0, false);
    k = run.rotate(k, rope, heads.keyValue(), 0, false);
    Var a = run.attend(number, q, k, parts.get(2), kind.within(layer.window));
    Var y = out(run, last, a, layer.out);
    return residual(run, number, last, x, y, (t, z) -> layer.mlp.of(run, layer.mlpNorm.of(t, z)));
  }

  private static Var normed(Tape tape, Optional<Norm> norm, Var x) {
    return norm.map(n -> n.of(tape, x)).orElse(x);
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
