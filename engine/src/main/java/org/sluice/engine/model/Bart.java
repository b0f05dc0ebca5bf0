package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * BART (Lewis et al. 2020): layer norms behind each part, learned positions that begin at row 2 of
 * their table.
 */
final class Bart implements EncoderDecoder {
  private record Attention(Linear query, Linear keyValue, Linear out, Norm norm) {}

  private record Layer(Attention self, Optional<Attention> cross, FeedForward mlp, Norm mlpNorm) {}

  /** One of the two stacks. */
  private record Stack(
      Weight words, Weight positions, Norm embeddingNorm, List<Layer> layers, AttentionKind kind) {}

  private static final int FIRST_POSITION = 2;
  private static final double EPS = 1e-5;

  private final double embeddingFactor;
  private final Stack encoder;
  private final Stack decoder;
  private final Linear head;

  Bart(Weights weights) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    embeddingFactor = config.flag("scale_embedding", false) ? Math.sqrt(hidden) : 1;
    Weight shared = weights.embedding("model.shared", config.vocabSize(), hidden);
    encoder = stack(weights, shared, "encoder");
    decoder = stack(weights, shared, "decoder");
    head = weights.head("lm_head", shared, config.vocabSize(), hidden, Bias.WITHOUT);
    if (head != null && weights.has("final_logits_bias")) {
      head.bias(Optional.of(weights.scoreBias("final_logits_bias", config.vocabSize())));
    }
  }

  private static Stack stack(Weights weights, Weight shared, String name) {
    ModelConfig config = weights.config();
    int hidden = config.hiddenSize();
    int inner = config.integer(name + "_ffn_dim", 4096);
    int heads = config.integer(name + "_attention_heads", 16);
    boolean causal = name.equals("decoder");
    String prefix = "model." + name + ".";
    Activation f = Activation.named(config.text("activation_function", "gelu"));
    Weight words = weights.tied(shared, prefix + "embed_tokens.weight");
    int longest = config.maxPositionEmbeddings() + FIRST_POSITION;
    Weight positions = weights.embedding(prefix + "embed_positions", longest, hidden);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < config.integer(name + "_layers", 12); i++) {
      String at = prefix + "layers." + i + ".";
      Attention self = attention(weights, at + "self_attn");
      Optional<Attention> cross =
          causal ? Optional.of(attention(weights, at + "encoder_attn")) : Optional.empty();
      Linear up = weights.linear(at + "fc1", inner, hidden, Bias.WITH);
      Linear down = weights.linear(at + "fc2", hidden, inner, Bias.WITH);
      Norm norm = weights.layerNorm(at + "final_layer_norm", hidden, EPS);
      layers.add(new Layer(self, cross, FeedForward.plain(up, f, down), norm));
    }
    Norm embeddingNorm = weights.layerNorm(prefix + "layernorm_embedding", hidden, EPS);
    double scale = 1 / Math.sqrt((double) hidden / heads);
    AttentionKind kind = new AttentionKind(heads, heads, causal, 0, scale, 0);
    return new Stack(words, positions, embeddingNorm, layers, kind);
  }

  private static Attention attention(Weights weights, String module) {
    int hidden = weights.config().hiddenSize();
    Linear query = weights.linear(module + ".q_proj", hidden, hidden, Bias.WITH);
    Linear keyValue =
        weights
            .stack(hidden, Bias.WITH)
            .with(module + ".k_proj", hidden)
            .with(module + ".v_proj", hidden)
            .linear();
    return new Attention(
        query,
        keyValue,
        weights.linear(module + ".out_proj", hidden, hidden, Bias.WITH),
        weights.layerNorm(module + "_layer_norm", hidden, EPS));
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
    Var words = run.embed(stack.words, embeddingFactor);
    Var placed = MathOps.plus(tape, words, run.embedPositions(stack.positions, FIRST_POSITION));
    Var h = run.dropEmbedding(stack.embeddingNorm.of(tape, placed));
    for (int i = 0; i < stack.layers.size(); i++) {
      run.see(i, h);
      int number = i;
      h = tape.block(h, x -> layer(run, stack, number, x));
    }
    run.see(stack.layers.size(), h);
    return h;
  }

  private static Var layer(Run run, Stack stack, int number, Var x) {
    Layer layer = stack.layers.get(number);
    Tape tape = run.tape();
    List<Var> kv = halves(tape, tape.linear(x, layer.self.keyValue));
    Var q = tape.linear(x, layer.self.query);
    Var a = run.attend(number, q, kv.get(0), kv.get(1), stack.kind);
    Var attended = run.attended(number, false, tape.linear(a, layer.self.out));
    Var y = layer.self.norm.of(tape, tape.add(x, attended));
    if (layer.cross.isPresent()) {
      Attention cross = layer.cross.get();
      Var seen =
          run.cross(
              number,
              tape.linear(y, cross.query),
              () -> halves(tape, tape.linear(run.encoded(), cross.keyValue)),
              stack.kind.full());
      y = cross.norm.of(tape, tape.add(y, run.drop(tape.linear(seen, cross.out))));
    }
    Var own = y;
    return run.fed(
        number, layer.mlp.of(tape, y), fed -> layer.mlpNorm.of(tape, tape.add(own, fed)));
  }

  private static List<Var> halves(Tape tape, Var keyValue) {
    int width = (int) keyValue.columns() / 2;
    return ShapeOps.split(tape, keyValue, 1, width, width);
  }

  @Override
  public Linear head() {
    return head;
  }

  @Override
  public double outputFactor() {
    return 1;
  }
}
