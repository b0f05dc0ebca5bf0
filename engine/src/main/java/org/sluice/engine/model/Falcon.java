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
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * Falcon (Almazrouei et al. 2023) in its three forms: with linear biases, with one head of keys for
 * all queries, and the new one with groups of heads and a norm for each part of a layer.
 */
final class Falcon extends Blocks {
  private record Layer(
      Norm attentionNorm, Optional<Norm> mlpNorm, Linear qkv, Linear out, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Optional<Alibi> alibi;
  private final double biasFactor;
  private final Rope rope;
  private final boolean sideBySide;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  Falcon(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    double eps = config.decimal("layer_norm_epsilon", 1e-5);
    boolean newer = config.flag("new_decoder_architecture", false);
    boolean parallel = config.flag("parallel_attn", true);
    heads = heads(config, newer);
    kind = AttentionKind.causal(heads);
    alibi =
        config.flag("alibi", false)
            ? Optional.of(new Alibi(heads.query(), true))
            : Optional.empty();
    // the biases are divided by sqrt(dim) like the scores; transformers' eager attention adds them
    // once with the mask and once more by itself, its default attention once
    boolean eager = config.text("_attn_implementation", "sdpa").equals("eager");
    biasFactor = eager ? 2 * kind.scale() : kind.scale();
    rope = new Rope(ops, RopeScaling.of(config, heads.dim(), 1));
    sideBySide = newer || parallel;
    int norms = config.integer("num_ln_in_parallel_attn", newer ? 2 : 1);
    embedding = weights.embedding("transformer.word_embeddings", config.vocabSize(), hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(layer(weights, "transformer.h." + i + ".", parallel, norms));
    }
    lastNorm = weights.layerNorm("transformer.ln_f", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  private static Heads heads(ModelConfig config, boolean newer) {
    int all = config.numAttentionHeads();
    int keys = config.integer("num_kv_heads", config.integer("n_head_kv", all));
    if (!newer) {
      keys = config.flag("multi_query", true) ? 1 : all;
    }
    return new Heads(all, keys, config.hiddenSize() / all);
  }

  private Layer layer(Weights weights, String at, boolean parallel, int norms) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.integer("ffn_hidden_size", 4 * hidden);
    double eps = config.decimal("layer_norm_epsilon", 1e-5);
    Bias bias = Bias.of(config.flag("bias", false));
    boolean two = parallel && norms == 2;
    Norm first = weights.layerNorm(at + (two ? "ln_attn" : "input_layernorm"), hidden, eps);
    Optional<Norm> second = Optional.empty();
    if (two) {
      second = Optional.of(weights.layerNorm(at + "ln_mlp", hidden, eps));
    } else if (!parallel) {
      second = Optional.of(weights.layerNorm(at + "post_attention_layernorm", hidden, eps));
    }
    int fused = (heads.query() + 2 * heads.keyValue()) * heads.dim();
    Activation f = Activation.named(config.text("activation", "gelu"));
    return new Layer(
        first,
        second,
        weights.linear(at + "self_attention.query_key_value", fused, hidden, bias),
        weights.linear(at + "self_attention.dense", hidden, hidden, bias),
        FeedForward.plain(
            weights.linear(at + "mlp.dense_h_to_4h", inner, hidden, bias),
            f,
            weights.linear(at + "mlp.dense_4h_to_h", hidden, inner, bias)));
  }

  @Override
  Var embed(Run run) {
    return run.embed(embedding, 1);
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var normed = layer.attentionNorm.of(tape, x);
    Var a = out(run, last, attend(run, number, tape.linear(normed, layer.qkv)), layer.out);
    if (!sideBySide) {
      Norm mlpNorm = layer.mlpNorm.orElseThrow();
      return residual(run, number, last, x, a, (t, z) -> layer.mlp.of(t, mlpNorm.of(t, z)));
    }
    Var in = layer.mlpNorm.map(n -> n.of(tape, x)).orElse(normed);
    return parallel(run, number, last, x, a, layer.mlp.of(tape, last ? run.wanted(in) : in));
  }

  private Var attend(Run run, int number, Var qkv) {
    List<Var> parts = QueryKeyValue.splitByHead(run.tape(), qkv, heads);
    Var q = parts.get(0);
    Var k = parts.get(1);
    if (alibi.isPresent()) {
      Optional<ScoreBias> bias = Optional.of(alibi.get().bias(run, biasFactor));
      return run.attend(number, q, k, parts.get(2), bias, kind);
    }
    q = run.rotate(q, rope, heads.query(), 0, false);
    k = run.rotate(k, rope, heads.keyValue(), 0, false);
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
