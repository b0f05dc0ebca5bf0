package org.sluice.engine.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * T5 (Raffel et al. 2020) and mT5 (Xue et al. 2021): RMS norms before, biases on the scores by
 * distance instead of positions, no factor on the scores.
 */
final class T5 implements EncoderDecoder {
  private record Attention(Norm norm, Linear query, Linear keyValue, Linear out) {}

  private record Layer(Attention self, Optional<Attention> cross, Norm mlpNorm, FeedForward mlp) {}

  /** One of the two stacks. */
  private record Stack(
      Weight words, Weight distances, List<Layer> layers, Norm lastNorm, boolean causal) {}

  private final int heads;
  private final int buckets;
  private final int farthest;
  private final AttentionKind kind;
  private final Stack encoder;
  private final Stack decoder;
  private final Linear head;
  private final double outputFactor;

  /**
   * @param decodes whether there is a decoder
   */
  T5(Weights weights, boolean decodes) {
    ModelConfig config = weights.config();
    heads = config.numAttentionHeads();
    buckets = config.integer("relative_attention_num_buckets", 32);
    farthest = config.integer("relative_attention_max_distance", 128);
    kind = new AttentionKind(heads, heads, true, 0, 1, 0);
    int hidden = config.hiddenSize();
    Weight shared = weights.embedding("shared", config.vocabSize(), hidden);
    encoder = stack(weights, shared, "encoder", config.numHiddenLayers(), false);
    int layers = config.integer("num_decoder_layers", config.numHiddenLayers());
    decoder = decodes ? stack(weights, shared, "decoder", layers, true) : null;
    boolean own = decodes && weights.has("lm_head.weight");
    head =
        decodes
            ? weights.head("lm_head", shared, config.vocabSize(), hidden, Bias.WITHOUT, !own)
            : null;
    boolean scales =
        config.modelType().equals("t5")
            && config.flag("scale_decoder_outputs", config.tieWordEmbeddings());
    outputFactor = scales ? 1 / Math.sqrt(hidden) : 1;
  }

  private Stack stack(Weights weights, Weight shared, String name, int count, boolean causal) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    double eps = config.decimal("layer_norm_epsilon", 1e-6);
    Weight words = weights.tied(shared, name + ".embed_tokens.weight");
    List<Layer> layers = new ArrayList<>();
    Weight distances = null;
    for (int i = 0; i < count; i++) {
      String at = name + ".block." + i + ".layer.";
      Attention self = attention(weights, at + "0", "SelfAttention");
      if (i == 0) {
        distances =
            weights.embedding(at + "0.SelfAttention.relative_attention_bias", buckets, heads);
      }
      Optional<Attention> cross =
          causal ? Optional.of(attention(weights, at + "1", "EncDecAttention")) : Optional.empty();
      String last = at + (causal ? "2" : "1");
      FeedForward mlp = feedForward(weights, last + ".DenseReluDense");
      layers.add(new Layer(self, cross, weights.rms(last + ".layer_norm", hidden, eps), mlp));
    }
    Norm lastNorm = weights.rms(name + ".final_layer_norm", hidden, eps);
    return new Stack(words, distances, layers, lastNorm, causal);
  }

  private Attention attention(Weights weights, String at, String kindName) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int width = heads * config.headDim();
    String module = at + "." + kindName + ".";
    Linear query = weights.linear(module + "q", width, hidden, Bias.WITHOUT);
    Linear keyValue =
        weights
            .stack(hidden, Bias.WITHOUT)
            .with(module + "k", width)
            .with(module + "v", width)
            .linear();
    Linear out = weights.linear(module + "o", hidden, width, Bias.WITHOUT);
    Norm norm = weights.rms(at + ".layer_norm", hidden, config.decimal("layer_norm_epsilon", 1e-6));
    return new Attention(norm, query, keyValue, out);
  }

  private static FeedForward feedForward(Weights weights, String module) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    String kind = config.text("feed_forward_proj", "relu");
    Activation f = Activation.named(kind);
    if (!kind.startsWith("gated-")) {
      Linear up = weights.linear(module + ".wi", inner, hidden, Bias.WITHOUT);
      return FeedForward.plain(up, f, weights.linear(module + ".wo", hidden, inner, Bias.WITHOUT));
    }
    Linear both =
        weights
            .stack(hidden, Bias.WITHOUT)
            .with(module + ".wi_0", inner)
            .with(module + ".wi_1", inner)
            .linear();
    return FeedForward.gated(both, f, weights.linear(module + ".wo", hidden, inner, Bias.WITHOUT));
  }

  @Override
  public Var encode(Run run) {
    return run(run, encoder);
  }

  @Override
  public Var decode(Run run) {
    return run(run, decoder);
  }

  private Var run(Run run, Stack stack) {
    Tape tape = run.tape();
    Var h = run.dropEmbedding(run.embed(stack.words, 1));
    ScoreBias bias = bias(run, stack);
    for (int i = 0; i < stack.layers.size(); i++) {
      run.see(i, h);
      int number = i;
      h = tape.block(h, x -> layer(run, stack, number, x, bias));
    }
    Var states = run.drop(stack.lastNorm.of(tape, h));
    run.see(stack.layers.size(), states);
    return states;
  }

  private Var layer(Run run, Stack stack, int number, Var x, ScoreBias bias) {
    Layer layer = stack.layers.get(number);
    Tape tape = run.tape();
    AttentionKind self = stack.causal ? kind : kind.full();
    Var in = layer.self.norm.of(tape, x);
    List<Var> kv = halves(tape, tape.linear(in, layer.self.keyValue));
    Var q = tape.linear(in, layer.self.query);
    Var a = run.attend(number, q, kv.get(0), kv.get(1), Optional.of(bias), self);
    Var y = tape.add(x, run.attended(number, false, tape.linear(a, layer.self.out)));
    if (layer.cross.isPresent()) {
      Attention cross = layer.cross.get();
      Var query = tape.linear(cross.norm.of(tape, y), cross.query);
      Var seen =
          run.cross(
              number,
              query,
              () -> halves(tape, tape.linear(run.encoded(), cross.keyValue)),
              kind.full());
      y = tape.add(y, run.drop(tape.linear(seen, cross.out)));
    }
    return run.fed(number, y, layer.mlp.of(tape, layer.mlpNorm.of(tape, y)));
  }

  private static List<Var> halves(Tape tape, Var keyValue) {
    int width = (int) keyValue.columns() / 2;
    return ShapeOps.split(tape, keyValue, 1, width, width);
  }

  /** A row of the table for each distance that occurs. */
  private ScoreBias bias(Run run, Stack stack) {
    int reach = run.reach();
    int[] rows = new int[2 * reach - 1];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = bucket(i - (reach - 1), stack.causal);
    }
    PtNDArray places = (PtNDArray) run.tape().manager().create(rows, new Shape(rows.length));
    Var byDistance = run.tape().embed(stack.distances, places);
    Var values = ShapeOps.transpose(run.tape(), byDistance);
    return new ScoreBias(values, ScoreBias.By.DISTANCE);
  }

  /** Near distances have a bucket each, farther ones share them by their logarithm. */
  private int bucket(int distance, boolean causal) {
    int count = causal ? buckets : buckets / 2;
    int first = !causal && distance > 0 ? count : 0;
    int size = causal ? Math.max(-distance, 0) : Math.abs(distance);
    int exact = count / 2;
    if (size < exact) {
      return first + size;
    }
    // in float, as the reference: a rounded logarithm decides at the borders
    float share =
        (float) Math.log((float) size / exact) / (float) Math.log((double) farthest / exact);
    return first + Math.min(exact + (int) (share * (count - exact)), count - 1);
  }

  @Override
  public Linear head() {
    return head;
  }

  @Override
  public double outputFactor() {
    return outputFactor;
  }
}
