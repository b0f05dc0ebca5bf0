package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * GPT-2 (Radford et al. 2019): layer norms before, learned positions, one matrix for q, k and v,
 * matrices that files hold transposed.
 */
final class Gpt2 extends Blocks {
  private record Layer(
      Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp, AttentionKind kind) {}

  private final Heads heads;
  private final Weight embedding;
  private final Weight positions;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  Gpt2(Weights weights) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_epsilon", 1e-5);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    embedding = weights.embedding("transformer.wte", config.vocabSize(), hidden);
    positions = weights.embedding("transformer.wpe", config.maxPositionEmbeddings(), hidden);
    Activation f = Activation.named(config.text("activation_function", "gelu_new"));
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "transformer.h." + i + ".";
      layers.add(
          new Layer(
              weights.layerNorm(at + "ln_1", hidden, eps),
              weights.transposed(at + "attn.c_attn", 3 * hidden, hidden),
              weights.transposed(at + "attn.c_proj", hidden, hidden),
              weights.layerNorm(at + "ln_2", hidden, eps),
              FeedForward.plain(
                  weights.transposed(at + "mlp.c_fc", inner, hidden),
                  f,
                  weights.transposed(at + "mlp.c_proj", hidden, inner)),
              kind(config, i)));
    }
    lastNorm = weights.layerNorm("transformer.ln_f", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  private AttentionKind kind(ModelConfig config, int layer) {
    AttentionKind plain = AttentionKind.causal(heads);
    double scale = config.flag("scale_attn_weights", true) ? plain.scale() : 1;
    boolean byLayer = config.flag("scale_attn_by_inverse_layer_idx", false);
    return plain.scaled(byLayer ? scale / (layer + 1) : scale);
  }

  @Override
  Var embed(Run run) {
    Var words = run.embed(embedding, 1);
    return run.dropEmbedding(MathOps.plus(run.tape(), words, run.embedPositions(positions, 0)));
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var qkv = tape.linear(layer.inputNorm.of(tape, x), layer.qkv);
    List<Var> parts = QueryKeyValue.split(tape, qkv, heads);
    Var a = run.attend(number, parts.get(0), parts.get(1), parts.get(2), layer.kind);
    return residual(
        run,
        number,
        last,
        x,
        out(run, last, a, layer.out),
        (t, z) -> layer.mlp.of(t, layer.mlpNorm.of(t, z)));
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
