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
 * Gemma (Gemma Team 2024a) to Gemma 3 (2025), text alone: RMS norms that store the difference from
 * one, scaled embeddings, GeGLU; from Gemma 2 on norms behind both parts of a layer too, windows in
 * some layers and limited scores; Gemma 3 has norms on the heads' queries and keys instead of the
 * limits.
 */
final class Gemma extends Blocks {
  /** The generations. */
  enum Generation {
    ONE,
    TWO,
    THREE
  }

  private record Layer(
      Norm inputNorm,
      Linear qkv,
      Optional<Norm> queryNorm,
      Optional<Norm> keyNorm,
      Linear out,
      Optional<Norm> behindAttention,
      Norm mlpNorm,
      FeedForward mlp,
      Optional<Norm> behindMlp,
      AttentionKind kind,
      Rope rope) {}

  private final Heads heads;
  private final Weight embedding;
  private final double embeddingFactor;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;
  private final double softCap;

  Gemma(Weights weights, Ops ops, Generation generation) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    embeddingFactor = (float) Math.sqrt(hidden);
    softCap = generation == Generation.ONE ? 0 : config.decimal("final_logit_softcapping", 0);
    Ropes ropes = new Ropes(config, ops, generation);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(layer(weights, generation, i, ropes));
    }
    lastNorm = weights.rmsPlusOne("model.norm", hidden, config.rmsNormEps());
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  private Layer layer(Weights weights, Generation generation, int number, Ropes ropes) {
    ModelConfig config = weights.config();
    String at = "model.layers." + number + ".";
    int hidden = config.hiddenSize();
    double eps = config.rmsNormEps();
    Bias bias = Bias.of(config.flag("attention_bias", false));
    boolean both = generation != Generation.ONE;
    boolean headNorms = generation == Generation.THREE;
    boolean slides = slides(config, generation, number);
    Norm input = weights.rmsPlusOne(at + "input_layernorm", hidden, eps);
    Linear qkv = QueryKeyValue.stacked(weights, at + "self_attn", hidden, heads, bias);
    Linear out = weights.linear(at + "self_attn.o_proj", hidden, heads.query() * heads.dim(), bias);
    Optional<Norm> queryNorm = norm(weights, headNorms, at + "self_attn.q_norm", heads.dim());
    Optional<Norm> keyNorm = norm(weights, headNorms, at + "self_attn.k_norm", heads.dim());
    Norm second = weights.rmsPlusOne(at + "post_attention_layernorm", hidden, eps);
    Norm mlpNorm =
        both ? weights.rmsPlusOne(at + "pre_feedforward_layernorm", hidden, eps) : second;
    FeedForward mlp =
        FeedForward.gated(
            weights,
            at + "mlp",
            hidden,
            config.intermediateSize(),
            Bias.WITHOUT,
            activation(config, generation));
    return new Layer(
        input,
        qkv,
        queryNorm,
        keyNorm,
        out,
        both ? Optional.of(second) : Optional.empty(),
        mlpNorm,
        mlp,
        norm(weights, both, at + "post_feedforward_layernorm", hidden),
        kind(config, generation, slides),
        slides ? ropes.sliding : ropes.full);
  }

  private static Optional<Norm> norm(Weights weights, boolean there, String module, int width) {
    return there
        ? Optional.of(weights.rmsPlusOne(module, width, weights.config().rmsNormEps()))
        : Optional.empty();
  }

  /** The first files say gelu and mean its approximation by tanh. */
  private static Activation activation(ModelConfig config, Generation generation) {
    if (generation != Generation.ONE) {
      return Activation.named(config.text("hidden_activation", "gelu_pytorch_tanh"));
    }
    String name = config.text("hidden_activation", config.text("hidden_act", "gelu"));
    return name.equals("gelu") ? Activation.GELU_TANH : Activation.named(name);
  }

  private static boolean slides(ModelConfig config, Generation generation, int layer) {
    int pattern = config.integer("sliding_window_pattern", 6);
    return switch (generation) {
      case ONE -> false;
      case TWO -> LayerTypes.slides(config, layer, i -> i % 2 == 0);
      case THREE -> LayerTypes.slides(config, layer, i -> (i + 1) % pattern != 0);
    };
  }

  private AttentionKind kind(ModelConfig config, Generation generation, boolean slides) {
    AttentionKind plain = AttentionKind.causal(heads);
    if (generation == Generation.ONE) {
      return plain;
    }
    double scale = 1 / Math.sqrt(config.decimal("query_pre_attn_scalar", 256));
    double missing = generation == Generation.TWO && !has(config) ? 50 : 0;
    return plain
        .scaled(scale)
        .capped(config.decimal("attn_logit_softcapping", missing))
        .within(slides ? config.integer("sliding_window", 4096) : 0);
  }

  private static boolean has(ModelConfig config) {
    return config.raw().containsKey("attn_logit_softcapping");
  }

  /** Layers with a window have positions of their own in Gemma 3. */
  private static final class Ropes {
    final Rope full;
    final Rope sliding;

    Ropes(ModelConfig config, Ops ops, Generation generation) {
      int dim = config.headDim();
      if (generation != Generation.THREE) {
        full = new Rope(ops, RopeScaling.of(config, dim, 1));
        sliding = full;
      } else if (RopeScaling.settings(config).containsKey(LayerTypes.FULL)) {
        full = new Rope(ops, RopeScaling.ofLayers(config, LayerTypes.FULL, dim));
        sliding = new Rope(ops, RopeScaling.ofLayers(config, LayerTypes.SLIDING, dim));
      } else {
        double local = config.decimal("rope_local_base_freq", 10_000);
        full = new Rope(ops, RopeScaling.of(config, dim, 1));
        sliding = new Rope(ops, RopeScaling.plain(config, local, dim));
      }
    }
  }

  @Override
  Var embed(Run run) {
    return run.embed(embedding, embeddingFactor);
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var qkv = tape.linear(layer.inputNorm.of(tape, x), layer.qkv);
    List<Var> parts = QueryKeyValue.split(tape, qkv, heads);
    Var q = normed(tape, layer.queryNorm, parts.get(0));
    Var k = normed(tape, layer.keyNorm, parts.get(1));
    q = run.rotate(q, layer.rope, heads.query(), 0, false);
    k = run.rotate(k, layer.rope, heads.keyValue(), 0, false);
    Var a = out(run, last, run.attend(number, q, k, parts.get(2), layer.kind), layer.out);
    return residual(
        run,
        number,
        last,
        x,
        normed(tape, layer.behindAttention, a),
        (t, z) -> normed(t, layer.behindMlp, layer.mlp.of(t, layer.mlpNorm.of(t, z))));
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

  @Override
  public double softCap() {
    return softCap;
  }
}
