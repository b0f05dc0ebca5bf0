package org.sluice.engine.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sluice.base.Check;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Reordered;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Weight;
import org.sluice.engine.tensor.WeightFactory;

/**
 * A model of any task: weights in native memory, by the names that transformers has for them. Its
 * native memory goes with its {@link Torch}. One thread at a time may use it.
 */
public abstract class Model {
  private final Torch torch;
  private final ModelConfig config;
  private final LoadOptions options;
  private final Ops ops;
  private final WeightFactory factory;
  private List<Linear> linears = List.of();
  private List<Weight> weights = List.of();
  private Map<String, Weights.Buffer> buffers = Map.of();
  private long baseSize;
  private Extra extra = Extra.NONE;
  private boolean replacesOwn;
  private Dropout dropout = Dropout.NONE;
  private Optional<Reordered> reordered = Optional.empty();

  Model(Torch torch, ModelConfig config, LoadOptions options) {
    this.torch = torch;
    this.config = config;
    this.options = options;
    ops = new Ops(torch);
    factory =
        options.hollow()
            ? WeightFactory.hollow(ops)
            : new WeightFactory(
                ops, options.type(), options.quantization(), options.trainsWeights());
  }

  /** Where the weights of this model are made. */
  Weights weights(WeightSource source, Weights.Names names) {
    return new Weights(config, source, factory, names);
  }

  /** Called once all weights are made; see {@link WeightSource#refuseSurplus}. */
  void made(Weights from, WeightSource source, Set<String> needless) {
    linears = from.linears();
    weights = from.weights();
    buffers = from.buffers();
    baseSize = factory.size();
    source.refuseSurplus(needless);
  }

  public Torch torch() {
    return torch;
  }

  public ModelConfig config() {
    return config;
  }

  /** The type of products. */
  public DType type() {
    return options.type();
  }

  /** Whether the model's own weights are trained, not an adapter's. */
  public boolean trainsWeights() {
    return options.trainsWeights();
  }

  public Ops ops() {
    return ops;
  }

  /** Makes weights for what is attached. */
  public WeightFactory factory() {
    return factory;
  }

  // ---- what can be attached to ----

  /** Every linear layer, output layers and experts among them, in the order of the model. */
  public List<Linear> linears() {
    return linears;
  }

  /** Everything else: embeddings, norms, biases, tied output matrices. */
  public List<Weight> weights() {
    return weights;
  }

  /** Names of the output layers, which all-linear leaves out. */
  public abstract Set<String> outputs();

  /** What a method without changed weights adds to each pass. */
  public void extra(Extra added) {
    Check.that(extra == Extra.NONE || added == Extra.NONE, "one such method at a time");
    extra = added;
  }

  /** Virtual tokens in front of each sequence. */
  public int virtualTokens() {
    return extra.virtualTokens();
  }

  /** Keys and values in front of each sequence's own. */
  public int prefixTokens() {
    return extra.prefixTokens();
  }

  Extra extra() {
    return extra;
  }

  /** Values of tensors that no training changes, by their names in the file. */
  public Map<String, Function<String, float[]>> buffers() {
    Map<String, Function<String, float[]>> readers = new HashMap<>();
    buffers.forEach((name, buffer) -> readers.put(name, n -> ops.read(buffer.weight().value())));
    return readers;
  }

  /** Whether a weight is one that no training changes. */
  @SuppressWarnings("ReferenceEquality") // the same weight, not one of equal values
  public boolean isBuffer(Weight weight) {
    return buffers.values().stream().anyMatch(buffer -> buffer.weight() == weight);
  }

  /** Their shapes in the file. */
  public Map<String, long[]> bufferShapes() {
    Map<String, long[]> shapes = new HashMap<>();
    buffers.forEach((name, buffer) -> shapes.put(name, buffer.shape()));
    return shapes;
  }

  // ---- parameters ----

  /** What is trained: all weights, or those of the adapter; empty for a frozen model. */
  public List<Parameter> parameters() {
    return List.copyOf(factory.parameters());
  }

  /** Trained elements, as PEFT counts them. */
  public long trainableSize() {
    return factory.parameters().stream().mapToLong(Parameter::size).sum();
  }

  /** Says that what trains stands in the place of own weights, not beside them. */
  public void replacesOwn() {
    replacesOwn = true;
  }

  /** All elements, the adapter's too; a tied head counts once. */
  public long totalSize() {
    boolean own = options.trainsWeights() || replacesOwn;
    return own ? baseSize : baseSize + trainableSize();
  }

  /** The line that PEFT's print_trainable_parameters prints. */
  public String describeParameters() {
    return String.format(
        Locale.ROOT,
        "trainable params: %,d || all params: %,d || trainable%%: %.4f",
        trainableSize(),
        totalSize(),
        100.0 * trainableSize() / totalSize());
  }

  /** Bytes that a weight of the quantised layers takes; the compute type's where none is. */
  public double bytesPerQuantisedWeight() {
    long weights = packedWeights();
    long bytes = linears.stream().filter(Linear::packed).mapToLong(Linear::bytes).sum();
    return weights == 0 ? type().bytes() : (double) bytes / weights;
  }

  private long packedWeights() {
    return linears.stream()
        .filter(Linear::packed)
        .mapToLong(linear -> (long) linear.rows() * linear.columns())
        .sum();
  }

  /** How the frozen weights are kept, in one line. */
  public String describeWeights() {
    long packed = packedWeights();
    String name = type().name().toLowerCase(Locale.ROOT);
    return packed == 0
        ? String.format(Locale.ROOT, "weights: %,d, in %s", baseSize, name)
        : String.format(
            Locale.ROOT,
            "quantised weights: %,d || bytes each: %.4f || other weights: %,d, in %s",
            packed,
            bytesPerQuantisedWeight(),
            baseSize - packed,
            name);
  }

  /** Brings what products use up to date with the parameters' masters. */
  public void refresh() {
    ops.refresh(factory.parameters());
    for (Linear linear : linears) {
      linear.refresh();
    }
  }

  // ---- running ----

  /** What training tapes drop of the model itself; nothing until it is said. */
  public void dropout(Dropout of) {
    dropout = of;
  }

  Dropout dropout() {
    return dropout;
  }

  /**
   * Prepares passes of few rows, such as steps of generation in batches, until training goes on.
   */
  void quicken() {
    if (reordered.isEmpty() || !reordered.get().upToDate()) {
      reordered.ifPresent(Reordered::close);
      reordered = Optional.of(Reordered.of(ops, linears, type()));
    }
  }

  /** Takes back what {@link #quicken} has done. */
  void settle() {
    reordered.ifPresent(Reordered::close);
    reordered = Optional.empty();
  }

  /** A tape for one micro-batch of training; see {@link Tape#training}. */
  public Tape trainingTape(long dropoutSeed) {
    settle();
    return Tape.training(ops, type(), dropoutSeed);
  }

  /** A tape that only runs forward. */
  public Tape inferenceTape() {
    return Tape.inference(ops, type());
  }
}
