package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.WeightSource.Role;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Weight;
import org.sluice.engine.tensor.WeightFactory;

/**
 * Makes an architecture's weights by the names that its modules have in transformers' memory, and
 * keeps lists of them for whoever attaches to them.
 */
final class Weights {
  private final ModelConfig config;
  private final WeightSource source;
  private final WeightFactory factory;
  private final Names names;
  private final Map<String, String> inFile;
  private final List<Linear> linears;
  private final List<Weight> weights;
  private final Map<String, Buffer> buffers;

  Weights(ModelConfig config, WeightSource source, WeightFactory factory, Names names) {
    this.config = config;
    this.source = source;
    this.factory = factory;
    this.names = names;
    linears = new ArrayList<>();
    weights = new ArrayList<>();
    inFile = new HashMap<>();
    buffers = new HashMap<>();
    factory.storedAs(name -> inFile.getOrDefault(name, name));
  }

  /**
   * How this task's class calls what the architecture's own class calls otherwise.
   *
   * @param from the first part of a name: "model."
   * @param to what stands there instead: "transformer."
   * @param output whether there is an output layer over the vocabulary
   */
  record Names(String from, String to, boolean output) {
    static final Names OWN = new Names("", "", true);
    static final Names HEAD = new Names("", "", false);

    String of(String name) {
      return name.startsWith(from) ? to + name.substring(from.length()) : name;
    }
  }

  private float[] read(String own, Role role, long... shape) {
    String name = names.of(own);
    String stored = source.has(name) ? name : own;
    inFile.put(name, source.nameOf(stored));
    return source.read(stored, role, shape);
  }

  /** The same lists under other names. */
  Weights with(Names others) {
    return new Weights(this, others);
  }

  private Weights(Weights of, Names names) {
    config = of.config;
    source = of.source;
    factory = of.factory;
    this.names = names;
    linears = of.linears;
    weights = of.weights;
    inFile = of.inFile;
    buffers = of.buffers;
  }

  ModelConfig config() {
    return config;
  }

  /** All linear layers made so far. */
  List<Linear> linears() {
    return List.copyOf(linears);
  }

  /** Everything else made so far: embeddings, norms, biases. */
  List<Weight> weights() {
    return List.copyOf(weights);
  }

  boolean has(String name) {
    return source.has(names.of(name)) || source.has(name);
  }

  private Weight kept(Weight weight) {
    weights.add(weight);
    return weight;
  }

  /** An embedding [rows, width]. */
  Weight embedding(String module, int rows, int width) {
    String name = module + ".weight";
    float[] values = read(name, Role.MATRIX, rows, width);
    return kept(factory.matrix(names.of(name), values, width));
  }

  /** A vector that is used in float and belongs to no norm. */
  Weight vector(String name, Role role, int width) {
    return kept(factory.vector(names.of(name), read(name, role, width)));
  }

  Norm rms(String module, int width, double eps) {
    return new Norm(Norm.Kind.RMS, gain(module, width), Optional.empty(), eps);
  }

  Norm rmsPlusOne(String module, int width, double eps) {
    return new Norm(Norm.Kind.RMS_PLUS_ONE, gain(module, width), Optional.empty(), eps);
  }

  Norm layerNorm(String module, int width, double eps) {
    Weight gain = gain(module, width);
    return new Norm(
        Norm.Kind.LAYER, gain, Optional.of(vector(module + ".bias", Role.BIAS, width)), eps);
  }

  /** A weight of any shape that is used in float. */
  Weight tensor(String name, long... shape) {
    return kept(factory.tensor(names.of(name), read(name, Role.MATRIX, shape), shape));
  }

  /** The same weight in another place of the model. */
  Weight tied(Weight weight, String name) {
    return kept(weight.tied(names.of(name)));
  }

  /** A layer norm that neither scales nor shifts. */
  Norm plainLayerNorm(String module, int width, double eps) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    Weight gain = factory.buffer(module + ".weight", ones);
    return new Norm(Norm.Kind.LAYER, gain, Optional.empty(), eps);
  }

  Weight gain(String module, int width) {
    return vector(module + ".weight", Role.GAIN, width);
  }

  /** Whether a layer has a bias. */
  enum Bias {
    WITH,
    WITHOUT;

    static Bias of(boolean with) {
      return with ? WITH : WITHOUT;
    }
  }

  /** y = x Wᵀ (+ bias) with W [rows, columns]. */
  Linear linear(String module, int rows, int columns, Bias bias) {
    return stack(columns, bias).with(module, rows).linear();
  }

  /** The same of a matrix that files hold as [columns, rows] (GPT-2's Conv1D). */
  Linear transposed(String module, int rows, int columns) {
    float[] values = read(module + ".weight", Role.MATRIX, columns, rows);
    Weight bias = bias(module, read(module + ".bias", Role.BIAS, rows));
    Linear linear = factory.transposed(names.of(module), values, columns, Optional.of(bias));
    linears.add(linear);
    return linear;
  }

  private Weight bias(String module, float[] values) {
    return kept(factory.bias(names.of(module) + ".bias", values));
  }

  /**
   * The output layer: the embedding itself where the configuration ties them.
   *
   * @param module its name: lm_head
   */
  Linear head(String module, Weight embedding, int rows, int columns, Bias bias) {
    return head(module, embedding, rows, columns, bias, config.tieWordEmbeddings());
  }

  /** The same with the tie decided otherwise. */
  Linear head(String module, Weight embedding, int rows, int columns, Bias bias, boolean tied) {
    if (!names.output) {
      return null; // this task's class has none
    }
    Weight matrix =
        tied ? kept(embedding.tied(module + ".weight")) : embedding(module, rows, columns);
    Optional<Weight> added =
        bias == Bias.WITH
            ? Optional.of(bias(module, read(module + ".bias", Role.BIAS, rows)))
            : Optional.empty();
    Linear head = Linear.over(module, matrix, added);
    linears.add(head);
    return head;
  }

  /** An output layer whose rows are brought to length one while they are read. */
  Linear directions(String module, int rows, int columns) {
    if (!names.output) {
      return null; // this task's class has none
    }
    float[] values = read(module + ".weight", Role.MATRIX, rows, columns);
    for (int row = 0; row < rows; row++) {
      double square = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        square += (double) values[i] * values[i];
      }
      double length = Math.max(Math.sqrt(square), 1e-12);
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        values[i] = (float) (values[i] / length);
      }
    }
    String name = names.of(module);
    Weight matrix = kept(factory.matrix(name + ".weight", values, columns));
    Linear head = Linear.over(name, matrix, Optional.empty());
    linears.add(head);
    return head;
  }

  /**
   * A layer that files hold as several matrices of the same input.
   *
   * @param module its name in memory
   * @param files modules in the file, each of {@code rows} rows
   */
  Linear named(String module, List<String> files, int rows, int columns) {
    List<float[]> values = new ArrayList<>();
    for (String file : files) {
      values.add(read(file + ".weight", Role.MATRIX, rows, columns));
    }
    Linear linear =
        factory.named(names.of(module), files.stream().map(names::of).toList(), values, columns);
    linears.add(linear);
    return linear;
  }

  /** What is added to scores, which files hold as one row and no training changes. */
  Weight scoreBias(String name, int width) {
    float[] values = read(name, Role.BIAS, 1, width);
    return buffer(name, factory.frozenBias(names.of(name), values), 1, width);
  }

  /** A vector that no training changes. */
  Weight buffer(String name, int width) {
    return buffer(name, factory.buffer(names.of(name), read(name, Role.BIAS, width)), width);
  }

  private Weight buffer(String name, Weight buffer, long... shape) {
    buffers.put(inFile.get(names.of(name)), new Buffer(buffer, shape));
    return buffer;
  }

  /** A tensor that no training changes, with its shape in the file. */
  record Buffer(Weight weight, long[] shape) {}

  /** Those made so far, by their names in the file. */
  Map<String, Buffer> buffers() {
    return Map.copyOf(buffers);
  }

  /** Begins a layer of several matrices with the same input, which cost one product. */
  Stack stack(int columns, Bias bias) {
    return new Stack(columns, bias);
  }

  /** Gathers the matrices of one stacked layer. */
  final class Stack {
    private final int columns;
    private final Bias bias;
    private final List<String> modules = new ArrayList<>();
    private final List<float[]> matrices = new ArrayList<>();
    private final List<float[]> biases = new ArrayList<>();

    private Stack(int columns, Bias bias) {
      this.columns = columns;
      this.bias = bias;
    }

    Stack with(String module, int rows) {
      modules.add(names.of(module));
      matrices.add(read(module + ".weight", Role.MATRIX, rows, columns));
      if (bias == Bias.WITH) {
        biases.add(read(module + ".bias", Role.BIAS, rows));
      }
      return this;
    }

    Linear linear() {
      Optional<Weight> added =
          bias == Bias.WITH ? Optional.of(kept(factory.biases(modules, biases))) : Optional.empty();
      Linear linear = factory.linear(modules, matrices, columns, added);
      linears.add(linear);
      return linear;
    }
  }
}
