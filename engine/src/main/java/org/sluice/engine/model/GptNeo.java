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
 * GPT-Neo (Black et al. 2021): GPT-2 with three matrices for q, k and v, scores without a factor,
 * and a window in every second layer.
 */
final class GptNeo extends Blocks {
  private record Layer(
      Norm inputNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp, AttentionKind kind) {}

  private final Heads heads;
  private final Weight embedding;
  private final Weight positions;
  private final List<Layer> layers = new ArrayList<>();
  private final Norm lastNorm;
  private final Linear head;

  GptNeo(Weights weights) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    double eps = config.decimal("layer_norm_epsilon", 1e-5);
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    embedding = weights.embedding("transformer.wte", config.vocabSize(), hidden);
    positions = weights.embedding("transformer.wpe", config.maxPositionEmbeddings(), hidden);
    Activation f = Activation.named(config.text("activation_function", "gelu_new"));
    List<String> kinds = kinds(config);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = "transformer.h." + i + ".";
      boolean local = i < kinds.size() && kinds.get(i).equals("local");
      layers.add(
          new Layer(
              weights.layerNorm(at + "ln_1", hidden, eps),
              QueryKeyValue.stacked(weights, at + "attn.attention", hidden, heads, Bias.WITHOUT),
              weights.linear(at + "attn.attention.out_proj", hidden, hidden, Bias.WITH),
              weights.layerNorm(at + "ln_2", hidden, eps),
              FeedForward.plain(
                  weights.linear(at + "mlp.c_fc", inner, hidden, Bias.WITH),
                  f,
                  weights.linear(at + "mlp.c_proj", hidden, inner, Bias.WITH)),
              AttentionKind.causal(heads)
                  .scaled(1)
                  .within(local ? config.integer("window_size", 256) : 0)));
    }
    lastNorm = weights.layerNorm("transformer.ln_f", hidden, eps);
    head = weights.head("lm_head", embedding, config.vocabSize(), hidden, Bias.WITHOUT);
  }

  /** Each layer's kind; attention_types says it as [[[kinds], times], ...]. */
  private static List<String> kinds(ModelConfig config) {
    List<String> kinds = new ArrayList<>();
    for (Object kind : config.list("attention_layers")) {
      kinds.add(String.valueOf(kind));
    }
    if (!kinds.isEmpty()) {
      return kinds;
    }
    for (Object group : config.list("attention_types")) {
      if (group instanceof List<?> pair
          && pair.get(0) instanceof List<?> names
          && pair.get(1) instanceof Integer times) {
        for (int i = 0; i < times; i++) {
          names.forEach(name -> kinds.add(String.valueOf(name)));
        }
      }
    }
    return kinds;
  }

  @Override
  Var embed(Run run) {
    Var words = run.embed(embedding, 1);
    return MathOps.plus(run.tape(), words, run.embedPositions(positions, 0));
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
