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
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * OPT (Zhang et al. 2022): learned positions that begin at row 2 of their table, layer norms before
 * the parts of a layer or behind them, embeddings that may be narrower than the model.
 */
final class Opt extends Blocks {
  private record Layer(Norm attentionNorm, Linear qkv, Linear out, Norm mlpNorm, FeedForward mlp) {}

  private static final int FIRST_POSITION = 2;
  private static final double EPS = 1e-5;

  private final Heads heads;
  private final AttentionKind kind;
  private final boolean normBefore;
  private final Weight embedding;
  private final Weight positions;
  private final Optional<Linear> widen;
  private final Optional<Linear> narrow;
  private final List<Layer> layers = new ArrayList<>();
  private final Optional<Norm> lastNorm;
  private final Linear head;

  Opt(Weights weights) {
    super(weights.config().numHiddenLayers());
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int word = config.integer("word_embed_proj_dim", hidden);
    int inner = config.intermediateSize();
    Bias bias = Bias.of(config.flag("enable_bias", true));
    heads = new Heads(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim());
    kind = AttentionKind.causal(heads);
    normBefore = config.flag("do_layer_norm_before", true);
    String decoder = "model.decoder.";
    int longest = config.maxPositionEmbeddings() + FIRST_POSITION;
    embedding = weights.embedding(decoder + "embed_tokens", config.vocabSize(), word);
    positions = weights.embedding(decoder + "embed_positions", longest, hidden);
    widen = projection(weights, decoder + "project_in", hidden, word);
    narrow = projection(weights, decoder + "project_out", word, hidden);
    Activation f = Activation.named(config.text("activation_function", "relu"));
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String at = decoder + "layers." + i + ".";
      layers.add(
          new Layer(
              norm(weights, at + "self_attn_layer_norm"),
              QueryKeyValue.stacked(weights, at + "self_attn", hidden, heads, bias),
              weights.linear(at + "self_attn.out_proj", hidden, hidden, bias),
              norm(weights, at + "final_layer_norm"),
              FeedForward.plain(
                  weights.linear(at + "fc1", inner, hidden, bias),
                  f,
                  weights.linear(at + "fc2", hidden, inner, bias))));
    }
    boolean ends = normBefore && !config.flag("_remove_final_layer_norm", false);
    lastNorm = ends ? Optional.of(norm(weights, decoder + "final_layer_norm")) : Optional.empty();
    head = weights.head("lm_head", embedding, config.vocabSize(), word, Bias.WITHOUT);
  }

  private static Norm norm(Weights weights, String module) {
    int width = weights.config().hiddenSize();
    return weights.config().flag("layer_norm_elementwise_affine", true)
        ? weights.layerNorm(module, width, EPS)
        : weights.plainLayerNorm(module, width, EPS);
  }

  private static Optional<Linear> projection(
      Weights weights, String module, int rows, int columns) {
    return rows == columns
        ? Optional.empty()
        : Optional.of(weights.linear(module, rows, columns, Bias.WITHOUT));
  }

  @Override
  Var embed(Run run) {
    Tape tape = run.tape();
    Var words = run.embed(embedding, 1);
    Var wide = widen.map(w -> tape.linear(ShapeOps.cast(tape, words), w)).orElse(words);
    Var places = run.embedRealPositions(positions, FIRST_POSITION, FIRST_POSITION - 1);
    return MathOps.plus(tape, places, wide);
  }

  @Override
  Var layer(Run run, int number, boolean last, Var x) {
    Layer layer = layers.get(number);
    Tape tape = run.tape();
    Var in = normBefore ? layer.attentionNorm.of(tape, x) : ShapeOps.cast(tape, x);
    List<Var> parts = QueryKeyValue.split(tape, tape.linear(in, layer.qkv), heads);
    Var a = run.attend(number, parts.get(0), parts.get(1), parts.get(2), kind);
    Var attended = run.attended(number, last, out(run, last, a, layer.out));
    Var y = tape.add(last ? run.wanted(x) : x, attended);
    if (normBefore) {
      return run.fed(number, y, layer.mlp.of(tape, layer.mlpNorm.of(tape, y)));
    }
    Var z = layer.attentionNorm.of(tape, y);
    return run.fed(number, layer.mlp.of(tape, z), fed -> layer.mlpNorm.of(tape, tape.add(z, fed)));
  }

  @Override
  Var end(Run run, Var x) {
    Tape tape = run.tape();
    Var y = lastNorm.map(n -> n.of(tape, x)).orElseGet(() -> ShapeOps.cast(tape, x));
    return narrow.map(n -> tape.linear(y, n)).orElse(y);
  }

  @Override
  public Linear head() {
    return head;
  }
}
