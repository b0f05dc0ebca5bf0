package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;
import org.sluice.engine.tensor.WeightFactory;

/**
 * The Llama architecture (Touvron et al. 2023): RMS norm before, rotary positions, grouped heads,
 * SwiGLU. Names and arithmetic are those of transformers' LlamaForCausalLM.
 */
final class Llama implements Decoder {
  private record Layer(
      Weight inputNorm, Linear qkv, Linear out, Weight mlpNorm, Linear gateUp, Linear down) {}

  private final double eps;
  private final Weight embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Weight lastNorm;
  private final Weight head;

  Llama(ModelConfig config, WeightSource source, WeightFactory factory) {
    refuse(config, "attention_bias");
    refuse(config, "mlp_bias");
    int hidden = config.hiddenSize();
    int query = config.numAttentionHeads() * config.headDim();
    int keyValue = config.numKeyValueHeads() * config.headDim();
    int inner = config.intermediateSize();
    eps = config.rmsNormEps();
    embedding = matrix("model.embed_tokens.weight", config, source, factory);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      Stack stack = new Stack("model.layers." + i + ".", source, factory);
      layers.add(
          new Layer(
              stack.gain("input_layernorm", hidden),
              stack
                  .with("self_attn.q_proj", query, hidden)
                  .with("self_attn.k_proj", keyValue, hidden)
                  .with("self_attn.v_proj", keyValue, hidden)
                  .linear(hidden),
              stack.with("self_attn.o_proj", hidden, query).linear(query),
              stack.gain("post_attention_layernorm", hidden),
              stack
                  .with("mlp.gate_proj", inner, hidden)
                  .with("mlp.up_proj", inner, hidden)
                  .linear(hidden),
              stack.with("mlp.down_proj", hidden, inner).linear(inner)));
    }
    lastNorm = factory.vector("model.norm.weight", source.gain("model.norm.weight", hidden));
    head =
        config.tieWordEmbeddings()
            ? embedding.tied("lm_head.weight")
            : matrix("lm_head.weight", config, source, factory);
  }

  private static Weight matrix(
      String name, ModelConfig config, WeightSource source, WeightFactory factory) {
    float[] values = source.matrix(name, config.vocabSize(), config.hiddenSize());
    return factory.matrix(name, values, config.hiddenSize());
  }

  private static void refuse(ModelConfig config, String key) {
    if (Boolean.TRUE.equals(config.raw().get(key))) {
      throw UserError.of(
          "The model has biases in its linear layers (" + key + " in config.json)",
          "take a Llama model without them");
    }
  }

  @Override
  public Var forward(Tape tape, Pass pass) {
    Var h = tape.embed(embedding, pass.ids());
    for (int i = 0; i < layers.size(); i++) {
      int number = i;
      h = tape.block(h, x -> block(tape, pass, number, x));
    }
    return tape.norm(h, lastNorm, eps);
  }

  private Var block(Tape tape, Pass pass, int number, Var x) {
    Layer layer = layers.get(number);
    Var qkv = tape.linear(tape.norm(x, layer.inputNorm, eps), layer.qkv);
    Var a = pass.attention().attend(number, qkv);
    Var r = x;
    if (number == layers.size() - 1 && pass.wanted().isPresent()) {
      // nothing behind the last attention looks at other positions
      a = tape.pick(a, pass.wanted().get());
      r = tape.pick(r, pass.wanted().get());
    }
    Var y = tape.add(r, tape.linear(a, layer.out));
    Var gateUp = tape.linear(tape.norm(y, layer.mlpNorm, eps), layer.gateUp);
    return tape.add(y, tape.linear(tape.swiglu(gateUp), layer.down));
  }

  @Override
  public Weight head() {
    return head;
  }

  @Override
  public List<Weight> weights() {
    List<Weight> all = new ArrayList<>(List.of(embedding));
    layers.forEach(layer -> all.addAll(List.of(layer.inputNorm, layer.mlpNorm)));
    all.addAll(List.of(lastNorm, head));
    return all;
  }

  @Override
  public List<Linear> linears() {
    return layers.stream()
        .flatMap(layer -> List.of(layer.qkv, layer.out, layer.gateUp, layer.down).stream())
        .toList();
  }

  /** Gathers the matrices of one stacked layer. */
  private static final class Stack {
    private final String prefix;
    private final WeightSource source;
    private final WeightFactory factory;
    private final List<String> names = new ArrayList<>();
    private final List<float[]> matrices = new ArrayList<>();

    Stack(String prefix, WeightSource source, WeightFactory factory) {
      this.prefix = prefix;
      this.source = source;
      this.factory = factory;
    }

    Weight gain(String module, int width) {
      String name = prefix + module + ".weight";
      return factory.vector(name, source.gain(name, width));
    }

    Stack with(String module, int rows, int columns) {
      names.add(prefix + module);
      matrices.add(source.matrix(prefix + module + ".weight", rows, columns));
      return this;
    }

    Linear linear(int columns) {
      Linear linear = factory.linear(List.copyOf(names), List.copyOf(matrices), columns);
      names.clear();
      matrices.clear();
      return linear;
    }
  }
}
