package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.FusedLayers;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * The Llama architecture (Touvron et al. 2023) and its next of kin: RMS norm before, rotary
 * positions, grouped heads, SwiGLU. Names and arithmetic are those of transformers.
 */
final class Llama extends Blocks {
  private record Layer(
      Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp, int window) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final boolean steadyWholeHeads;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;
  private final int narrowest;

  /** What the relatives differ in. */
  private record Kin(Bias qkv, Bias out, Bias mlp, int[] windows) {}

  /** Llama itself; Yi and others have its model_type. */
  static Llama llama(Weights weights, Ops ops) {
    Bias attention = Bias.of(weights.config().flag("attention_bias", false));
    Bias mlp = Bias.of(weights.config().flag("mlp_bias", false));
    int[] none = new int[weights.config().numHiddenLayers()];
    return new Llama(weights, ops, new Kin(attention, attention, mlp, none));
  }

  /** Mistral (Jiang et al. 2023): every layer sees a window of the text. */
  static Llama mistral(Weights weights, Ops ops) {
    int[] windows = new int[weights.config().numHiddenLayers()];
    Arrays.fill(windows, LayerTypes.everywhere(weights.config(), 4096));
    return new Llama(weights, ops, new Kin(Bias.WITHOUT, Bias.WITHOUT, Bias.WITHOUT, windows));
  }

  /** Qwen2 (Yang et al. 2024): biases on q, k and v, windows in the upper layers of some. */
  static Llama qwen2(Weights weights, Ops ops) {
    int[] windows = qwenWindows(weights.config());
    return new Llama(weights, ops, new Kin(Bias.WITH, Bias.WITHOUT, Bias.WITHOUT, windows));
  }

  static int[] qwenWindows(ModelConfig config) {
    boolean slides = config.flag("use_sliding_window", false) && config.has("sliding_window");
    int from = config.integer("max_window_layers", 28);
    return slides ? LayerTypes.windows(config, i -> i >= from) : new int[config.numHiddenLayers()];
  }

  private Llama(Weights weights, Ops ops, Kin kin) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    RopeScaling scaling = RopeScaling.of(config, heads.dim(), 1);
    rope = new Rope(ops, scaling);
    steadyWholeHeads = scaling.channels() == heads.dim() && !scaling.changes();
    narrowest = Arrays.stream(kin.windows).filter(n -> n > 0).min().orElse(Integer.MAX_VALUE);
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "model.layers." + i + ".";
      int width = heads.query() * heads.dim();
      layers.add(
          new Layer(
              weights.rms(at + "input_layernorm", hidden, config.rmsNormEps()),
              QueryKeyValue.stacked(weights, at + "self_attn", hidden, heads, kin.qkv),
              weights.linear(at + "self_attn.o_proj", hidden, width, kin.out),
              weights.rms(at + "post_attention_layernorm", hidden, config.rmsNormEps()),
              FeedForward.gated(weights, at + "mlp", hidden, config.intermediateSize(), kin.mlp),
              kin.windows[i]));
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
    Var qkv = tape.linear(fast(tape, layer.inputNorm, x), layer.qkv);
    Var a =
        run.stacked().isPresent()
            ? run.stacked().get().attend(number, qkv)
            : attend(run, number, qkv, kind.within(layer.window));
    Var y = out(run, last, a, layer.out);
    return residual(run, number, last, x, y, (t, z) -> layer.mlp.of(t, fast(t, layer.mlpNorm, z)));
  }

  private Var attend(Run run, int number, Var qkv, AttentionKind within) {
    List<Var> parts = QueryKeyValue.split(run.tape(), qkv, heads);
    Var q = run.rotate(parts.get(0), rope, heads.query(), 0, false);
    Var k = run.rotate(parts.get(1), rope, heads.keyValue(), 0, false);
    return run.attend(number, q, k, parts.get(2), within);
  }

  /** The norm that takes the residual's gradient in. */
  private static Var fast(Tape tape, Norm norm, Var x) {
    return tape.norm(x, norm.gain(), norm.eps());
  }

  @Override
  Var end(Run run, Var x) {
    return fast(run.tape(), lastNorm, x);
  }

  @Override
  public Linear head() {
    return head;
  }

  @Override
  public boolean stacks(int longest) {
    return steadyWholeHeads && longest <= narrowest;
  }

  @Override
  public List<FusedLayers.Layer> fusible() {
    List<FusedLayers.Layer> fusible = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.mlp instanceof FeedForward.Gated mlp && mlp.f() == Activation.SILU) {
        fusible.add(
            new FusedLayers.Layer(
                layer.inputNorm.gain(),
                layer.qkv,
                layer.out,
                layer.mlpNorm.gain(),
                mlp.gateUp(),
                mlp.down()));
      }
    }
    return fusible.size() == layers.size() ? fusible : List.of();
  }

  @Override
  public double eps() {
    return lastNorm.eps();
  }

  @Override
  public Rope rope() {
    return rope;
  }
}
