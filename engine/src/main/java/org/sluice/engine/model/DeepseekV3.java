package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * DeepSeek-V3 (DeepSeek-AI 2024): keys and values out of one narrow vector a position, of which a
 * part carries the position for all heads; experts chosen by groups, beside some that all positions
 * take.
 */
final class DeepseekV3 extends Blocks {
  private record Layer(
      Norm inputNorm,
      Optional<Linear> narrowQuery,
      Optional<Norm> queryNorm,
      Linear query,
      Linear narrowKeys,
      Norm keyNorm,
      Linear keysAndValues,
      Linear out,
      Norm mlpNorm,
      FeedForward dense,
      Optional<Experts> experts) {}

  /** DeepSeek fixes it in these norms whatever the configuration says. */
  private static final double INNER_EPS = 1e-6;

  private final int heads;
  private final int plain;
  private final int turned;
  private final int valueDim;
  private final int keyRank;
  private final boolean interleaved;
  private final AttentionKind kind;
  private final Rope rope;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  DeepseekV3(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    heads = config.numAttentionHeads();
    plain = config.integer("qk_nope_head_dim", 128);
    turned = config.integer("qk_rope_head_dim", 64);
    valueDim = config.integer("v_head_dim", 128);
    keyRank = config.integer("kv_lora_rank", 512);
    interleaved = config.flag("rope_interleave", true);
    RopeScaling scaling = RopeScaling.of(config, turned, 1);
    rope = new Rope(ops, scaling);
    double scale = scaling.scoreFactor() / Math.sqrt(plain + turned);
    kind = new AttentionKind(heads, heads, true, 0, scale, 0);
    embedding = weights.embedding("model.embed_tokens", config.vocabSize(), hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      boolean dense = i < config.integer("first_k_dense_replace", 3);
      layers.add(layer(weights, "model.layers." + i + ".", dense));
    }
    lastNorm = weights.rms("model.norm", hidden, config.rmsNormEps());
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  private Layer layer(Weights weights, String at, boolean dense) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    Bias bias = Bias.of(config.flag("attention_bias", false));
    String attn = at + "self_attn.";
    Norm inputNorm = weights.rms(at + "input_layernorm", hidden, config.rmsNormEps());
    int queries = heads * (plain + turned);
    Optional<Linear> narrow = Optional.empty();
    Optional<Norm> queryNorm = Optional.empty();
    Linear query;
    if (config.has("q_lora_rank")) {
      int rank = config.integer("q_lora_rank", 1536);
      narrow = Optional.of(weights.linear(attn + "q_a_proj", rank, hidden, bias));
      queryNorm = Optional.of(weights.rms(attn + "q_a_layernorm", rank, INNER_EPS));
      query = weights.linear(attn + "q_b_proj", queries, rank, Bias.WITHOUT);
    } else {
      query = weights.linear(attn + "q_proj", queries, hidden, Bias.WITHOUT);
    }
    Linear narrowKeys = weights.linear(attn + "kv_a_proj_with_mqa", keyRank + turned, hidden, bias);
    Norm keyNorm = weights.rms(attn + "kv_a_layernorm", keyRank, INNER_EPS);
    Linear keys =
        weights.linear(attn + "kv_b_proj", heads * (plain + valueDim), keyRank, Bias.WITHOUT);
    Linear out = weights.linear(attn + "o_proj", hidden, heads * valueDim, bias);
    Norm mlpNorm = weights.rms(at + "post_attention_layernorm", hidden, config.rmsNormEps());
    int shared =
        config.integer("moe_intermediate_size", 2048) * config.integer("n_shared_experts", 1);
    FeedForward forAll =
        dense
            ? FeedForward.gated(
                weights, at + "mlp", hidden, config.intermediateSize(), Bias.WITHOUT)
            : FeedForward.gated(weights, at + "mlp.shared_experts", hidden, shared, Bias.WITHOUT);
    Optional<Experts> experts =
        dense ? Optional.empty() : Optional.of(Experts.grouped(weights, at + "mlp"));
    return new Layer(
        inputNorm,
        narrow,
        queryNorm,
        query,
        narrowKeys,
        keyNorm,
        keys,
        out,
        mlpNorm,
        forAll,
        experts);
  }

  @Override
  Var embed(Run run) {
    return run.embed(embedding, 1);
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var in = layer.inputNorm.of(tape, x);
    Var narrow =
        layer
            .narrowQuery
            .map(n -> layer.queryNorm.orElseThrow().of(tape, tape.linear(in, n)))
            .orElse(in);
    Var q = run.rotate(tape.linear(narrow, layer.query), rope, heads, plain, interleaved);
    List<Var> compressed =
        ShapeOps.split(tape, tape.linear(in, layer.narrowKeys), 1, keyRank, turned);
    Var position = run.rotate(compressed.get(1), rope, 1, 0, interleaved);
    Var wide = tape.linear(layer.keyNorm.of(tape, compressed.get(0)), layer.keysAndValues);
    List<Var> parts = ShapeOps.split(tape, wide, heads, plain, valueDim);
    Var k = ShapeOps.join(tape, heads, List.of(parts.get(0), position), plain, turned);
    Var a = out(run, last, run.attend(number, q, k, parts.get(1), kind), layer.out);
    return residual(run, number, last, x, a, (t, z) -> mix(run, layer, layer.mlpNorm.of(t, z)));
  }

  private static Var mix(Run run, Layer layer, Var x) {
    Var forAll = layer.dense.of(run.tape(), x);
    return layer.experts.map(e -> MathOps.plus(run.tape(), e.of(run, x), forAll)).orElse(forAll);
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
