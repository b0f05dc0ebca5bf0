package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;
import org.sluice.engine.tensor.WeightFactory;

/**
 * A language model that foretells the next token: weights in native memory, run by hand-written
 * forward and backward passes. Its native memory goes with its {@link Torch}. One thread at a time
 * may use it.
 */
public final class CausalModel {
  private final Torch torch;
  private final ModelConfig config;
  private final LoadOptions options;
  private final Ops ops;
  private final WeightFactory factory;
  private final Decoder decoder;
  private final Heads heads;
  private final long baseSize;
  private final PtNDArray frequencies;
  private PtNDArray[] ropeTable;
  private int ropeLength;

  private CausalModel(Torch torch, ModelConfig config, WeightSource source, LoadOptions options) {
    this.torch = torch;
    this.config = config;
    this.options = options;
    ops = new Ops(torch);
    factory =
        new WeightFactory(ops, options.type(), options.quantization(), options.trainsWeights());
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    frequencies = (PtNDArray) torch.manager().create(Rope.frequencies(config));
    decoder = Decoders.of(config, source, factory);
    baseSize = factory.size();
  }

  /**
   * Loads a model.
   *
   * @throws UserError when a tensor is missing or does not fit the configuration, or when the
   *     architecture is not known
   */
  public static CausalModel load(Torch torch, Checkpoint checkpoint, LoadOptions options) {
    return new CausalModel(torch, checkpoint.config(), WeightSource.of(checkpoint), options);
  }

  /** A model with fresh weights, as transformers starts them: to train from scratch. */
  public static CausalModel random(
      Torch torch, ModelConfig config, long seed, LoadOptions options) {
    return new CausalModel(torch, config, WeightSource.random(config, seed), options);
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

  // ---- parameters ----

  /** What is trained: all weights, or those of the adapter; empty for a frozen model. */
  public List<Parameter> parameters() {
    return List.copyOf(factory.parameters());
  }

  /** Trained elements, as PEFT counts them. */
  public long trainableSize() {
    return factory.parameters().stream().mapToLong(Parameter::size).sum();
  }

  /** All elements, the adapter's too; a tied head counts once. */
  public long totalSize() {
    return options.trainsWeights() ? baseSize : baseSize + trainableSize();
  }

  /** The line that PEFT's print_trainable_parameters prints. */
  public String describeParameters() {
    return String.format(
        java.util.Locale.ROOT,
        "trainable params: %,d || all params: %,d || trainable%%: %.4f",
        trainableSize(),
        totalSize(),
        100.0 * trainableSize() / totalSize());
  }

  /** The linear layers that an adapter can attach to: all but the head. */
  public List<Linear> linears() {
    return decoder.linears();
  }

  /** All weights that are no linear layer's. */
  public List<Weight> weights() {
    return decoder.weights();
  }

  /** Modules that "all-linear" leaves out. */
  public Set<String> outputs() {
    return Set.of("lm_head");
  }

  /** Modules of the task's head, which every method trains whole; none of a language model. */
  public List<String> headModules() {
    return List.of();
  }

  /** The module of the input embedding. */
  public String inputEmbedding() {
    return "model.embed_tokens";
  }

  /** Makes what methods train. */
  public WeightFactory factory() {
    return factory;
  }

  /** Brings what products use up to date with the parameters' masters. */
  public void refresh() {
    ops.refresh(factory.parameters());
    for (Linear linear : linears()) {
      linear.refresh();
    }
  }

  // ---- running ----

  /** A tape for one micro-batch of training; see {@link Tape#training}. */
  public Tape trainingTape(long dropoutSeed) {
    return Tape.training(ops, type(), dropoutSeed);
  }

  /** A tape that only runs forward. */
  public Tape inferenceTape() {
    return Tape.inference(ops, type());
  }

  /**
   * Hidden states behind the last norm.
   *
   * @param ids tokens of all sequences, one after another
   * @param packing the sequences' lengths; none attends to another
   * @param wanted positions (indices into ids) whose states are wanted
   * @return [wanted, hidden] in the compute type
   * @throws UserError when an id is outside the vocabulary
   */
  public Var hidden(Tape tape, int[] ids, Packing packing, long[] wanted) {
    Sequences given = new Sequences(ids, packing, wanted);
    // with dropout each sequence drops other things, so their beginnings differ; a graphics
    // processor gains nothing from fewer positions in attention that costs it copies
    boolean shares = !tape.drops(linears()) && !torch.isCuda();
    Sequences sequences = shares ? given.sharingPrefix() : given;
    PtNDArray[] rope = ropeTable(packing.longest());
    return run(
        tape,
        sequences.ids(),
        sequences.wanted(),
        (layer, qkv) -> tape.attention(qkv, rope, sequences.packing(), heads));
  }

  /**
   * Log probability of each token of each continuation, in the order of {@link Branches#targets}.
   */
  public float[] logProbabilities(Branches branches) {
    PtNDArray[] rope = ropeTable(branches.longest());
    List<Packing> packings = branches.trees().stream().map(Branches.Tree::packing).toList();
    try (Tape tape = inferenceTape()) {
      List<PtNDArray> rows =
          branches.trees().stream()
              .map(tree -> (PtNDArray) tape.manager().create(tree.positions()))
              .toList();
      Var hidden =
          run(
              tape,
              branches.ids(),
              branches.wanted(),
              (layer, qkv) -> tape.attention(qkv, rope, rows, packings, branches.common(), heads));
      return logProbabilities(tape, hidden, branches.targets());
    }
  }

  private Var run(Tape tape, int[] ids, long[] wanted, Pass.Attention attention) {
    PtNDArray idArray = ids(tape.manager(), ids);
    PtNDArray wantedArray = (PtNDArray) tape.manager().create(wanted);
    return decoder.forward(tape, new Pass(idArray, Optional.of(wantedArray), attention));
  }

  /**
   * Sum of the cross entropies of hidden states against their next tokens, in nats. On a training
   * tape {@link Tape#backward} may follow.
   */
  public double crossEntropy(Tape tape, Var hidden, long[] targets) {
    PtNDArray targetArray = (PtNDArray) tape.manager().create(targets);
    return tape.crossEntropy(hidden, decoder.head(), targetArray);
  }

  /** Scores of all tokens for each hidden state: [rows][vocabulary]. */
  public float[][] logits(Tape tape, Var hidden) {
    return tape.logits(hidden, decoder.head());
  }

  /** The token with the highest score for each hidden state. */
  public int[] greedy(Tape tape, Var hidden) {
    return tape.greedy(hidden, decoder.head());
  }

  /** Log probability of one given next token for each hidden state. */
  public float[] logProbabilities(Tape tape, Var hidden, long[] targets) {
    return tape.logProbabilities(hidden, decoder.head(), targets);
  }

  /**
   * Log probabilities of next tokens.
   *
   * @param ids tokens of all sequences, one after another
   * @param lengths the sequences' lengths
   * @param wanted positions (indices into ids) of which the next token is asked
   * @param targets those next tokens
   */
  public float[] logProbabilities(int[] ids, int[] lengths, long[] wanted, long[] targets) {
    try (Tape tape = inferenceTape()) {
      return logProbabilities(tape, hidden(tape, ids, new Packing(lengths), wanted), targets);
    }
  }

  /**
   * A cache to generate with.
   *
   * @param slots the most tokens that a row will have, prompt and answer together
   */
  public KvCache cache(int slots) {
    return new KvCache(this, slots);
  }

  Decoder decoder() {
    return decoder;
  }

  Heads heads() {
    return heads;
  }

  PtNDArray ids(PtNDManager manager, int[] ids) {
    int largest = Arrays.stream(ids).max().orElse(0);
    int smallest = Arrays.stream(ids).min().orElse(0);
    if (smallest < 0 || largest >= config.vocabSize()) {
      throw UserError.of(
          "Token %d is outside the model's vocabulary of %d"
              .formatted(smallest < 0 ? smallest : largest, config.vocabSize()),
          "use the tokenizer that belongs to the model");
    }
    return (PtNDArray) manager.create(ids);
  }

  /**
   * Cosines and sines for at least so many positions; kept, and made longer when asked for more.
   */
  PtNDArray[] ropeTable(int length) {
    if (length > ropeLength) {
      List<PtNDArray> old = ropeTable == null ? List.of() : new ArrayList<>(List.of(ropeTable));
      ropeLength = Math.max(length, 2 * ropeLength);
      ropeTable = ops.rope(frequencies, ropeLength);
      old.forEach(PtNDArray::close);
    }
    return ropeTable;
  }
}
