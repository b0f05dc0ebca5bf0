package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * ChatGLM2, ChatGLM3 and GLM-4 (GLM Team 2024) as their published code has them: RMS norms before,
 * one matrix for grouped q, k and v, neighbouring channels turning in the first half of each head.
 */
final class ChatGlm extends Blocks {
  private static final double BASE = 10_000;

  private record Layer(Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp) {}

  private final Heads heads;
  private final AttentionKind kind;
  private final Rope rope;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Optional<Norm> lastNorm;
  private final Linear head;

  ChatGlm(Weights weights, Ops ops) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    refuseOthers(config);
    int hidden = config.hiddenSize();
    int inner = config.integer("ffn_hidden_size", 4 * hidden);
    double eps = config.decimal("layernorm_epsilon", 1e-5);
    int all = config.numAttentionHeads();
    int dim = config.integer("kv_channels", hidden / all);
    boolean grouped = config.flag("multi_query_attention", false);
    heads = new Heads(all, grouped ? config.integer("multi_query_group_num", 1) : all, dim);
    kind = AttentionKind.causal(heads);
    double base = BASE * config.decimal("rope_ratio", 1);
    rope = new Rope(ops, RopeScaling.plain(config, base, dim / 2));
    Bias bias = Bias.of(config.flag("add_bias_linear", false));
    Bias fusedBias = Bias.of(bias == Bias.WITH || config.flag("add_qkv_bias", false));
    int fused = (heads.query() + 2 * heads.keyValue()) * dim;
    embedding =
        weights.embedding("transformer.embedding.word_embeddings", config.vocabSize(), hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "transformer.encoder.layers." + i + ".";
      Linear up = weights.linear(at + "mlp.dense_h_to_4h", 2 * inner, hidden, bias);
      layers.add(
          new Layer(
              weights.rms(at + "input_layernorm", hidden, eps),
              weights.linear(at + "self_attention.query_key_value", fused, hidden, fusedBias),
              weights.linear(at + "self_attention.dense", hidden, all * dim, bias),
              weights.rms(at + "post_attention_layernorm", hidden, eps),
              FeedForward.gated(
                  up,
                  Activation.SILU,
                  weights.linear(at + "mlp.dense_4h_to_h", hidden, inner, bias))));
    }
    lastNorm =
        config.flag("post_layer_norm", true)
            ? Optional.of(weights.rms("transformer.encoder.final_layernorm", hidden, eps))
            : Optional.empty();
    head =
        weights.head(
            "transformer.output_layer", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  private static void refuseOthers(ModelConfig config) {
    if (!config.flag("rmsnorm", true)
        || config.flag("apply_residual_connection_post_layernorm", false)) {
      throw UserError.of(
          "The ChatGLM model has layer norms of another kind (rmsnorm,"
              + " apply_residual_connection_post_layernorm in config.json)",
          "take a model of ChatGLM2, ChatGLM3 or GLM-4");
    }
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
    Var q = run.rotate(parts.get(0), rope, heads.query(), 0, true);
    Var k = run.rotate(parts.get(1), rope, heads.keyValue(), 0, true);
    Var a = out(run, last, run.attend(number, q, k, parts.get(2), kind), layer.out);
    return residual(run, number, last, x, a, (t, z) -> layer.mlp.of(t, layer.mlpNorm.of(t, z)));
  }

  @Override
  Var end(Run run, Var x) {
    return lastNorm.map(n -> n.of(run.tape(), x)).orElseGet(() -> ShapeOps.cast(run.tape(), x));
  }

  @Override
  public Linear head() {
    return head;
  }
}
