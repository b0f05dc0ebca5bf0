package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.FusedLayers;
import org.sluice.engine.tensor.HeadOps;
import org.sluice.engine.tensor.Heads;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Screen;
import org.sluice.engine.tensor.StackedAttention;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Var;

/** A language model that foretells the next token. */
public final class CausalModel extends Model {
  private final Decoder decoder;
  private final Heads heads;
  private final Screen screen;

  /** What the routers of the last pass through hidden() did. */
  private Optional<Balance> balance = Optional.empty();

  private CausalModel(Torch torch, ModelConfig config, WeightSource source, LoadOptions options) {
    super(torch, config, options);
    Task.CAUSAL_LM.require(config);
    heads = new Heads(config.numAttentionHeads(), config.numKeyValueHeads(), config.headDim());
    Weights weights = weights(source, Weights.Names.OWN);
    decoder = Decoders.of(weights, ops());
    made(weights, source, Set.of());
    screen = new Screen(ops(), decoder.head());
  }

  /**
   * Loads a model.
   *
   * @throws UserError when a tensor is missing, surplus or does not fit the configuration, or when
   *     the architecture is not known
   */
  public static CausalModel load(Torch torch, Checkpoint checkpoint, LoadOptions options) {
    return load(torch, checkpoint, checkpoint.config(), options);
  }

  /** The same with settings that differ from the checkpoint's own. */
  public static CausalModel load(
      Torch torch, Checkpoint checkpoint, ModelConfig config, LoadOptions options) {
    return new CausalModel(torch, config, WeightSource.of(checkpoint, options), options);
  }

  /** A model with fresh weights, as transformers starts them: to train from scratch. */
  public static CausalModel random(
      Torch torch, ModelConfig config, long seed, LoadOptions options) {
    return new CausalModel(torch, config, WeightSource.random(config, seed), options);
  }

  @Override
  public Set<String> outputs() {
    return Set.of(decoder.head().parts().get(0).name());
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
    if (packing.padded() || !stacks(packing.longest())) {
      Layout layout = layout(packing);
      balance = Balance.of(config());
      Run.Builder run = run(tape, ids).layout(layout).balance(balance);
      return decoder.forward(run.wanted(places(tape, layout.moved(wanted))).build());
    }
    Sequences given = new Sequences(ids, packing, wanted);
    // with dropout each sequence drops other things, so their beginnings differ; a graphics
    // processor gains nothing from fewer positions in attention that costs it copies
    boolean shares = !tape.drops(linears()) && !torch().isCuda();
    Sequences sequences = shares ? given.sharingPrefix() : given;
    PtNDArray[] rope = decoder.rope().table(packing.longest());
    return stacked(
        tape,
        sequences.ids(),
        sequences.wanted(),
        (layer, qkv) -> StackedAttention.attend(tape, qkv, rope, sequences.packing(), heads));
  }

  /**
   * Hidden states of every position, those of virtual tokens in front of each sequence among them.
   *
   * @param watcher sees the states behind the embedding (number 0) and behind each layer, while
   *     they live
   */
  public Var states(Tape tape, int[] ids, Packing packing, BiConsumer<Integer, Var> watcher) {
    Run.Builder run = run(tape, ids).layout(layout(packing));
    return decoder.forward(run.watcher(watcher::accept).build());
  }

  /** Whether a pass may go by stacked attention. */
  boolean stacks(int longest) {
    return extra() == Extra.NONE && decoder.stacks(longest);
  }

  private Layout layout(Packing packing) {
    List<Layout.Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < packing.lengths().length; i++) {
      int length = (int) packing.lengths()[i];
      sequences.add(new Layout.Sequence(length, 0, packing.padding()[i], length));
    }
    return Layout.of(sequences, extra().virtualTokens(), extra().prefixTokens());
  }

  Layout layout(long[] lengths) {
    return Layout.of(Layout.plain(lengths), extra().virtualTokens(), extra().prefixTokens());
  }

  Run.Builder run(Tape tape, int[] ids) {
    return new Run.Builder(tape, Ids.of(tape.manager(), ids, config()))
        .extra(extra())
        .dropout(dropout());
  }

  private static PtNDArray places(Tape tape, long[] places) {
    return (PtNDArray) tape.manager().create(places);
  }

  private Var stacked(Tape tape, int[] ids, long[] wanted, Pass.Attention attention) {
    Run.Builder run = run(tape, ids).stacked(attention).wanted(places(tape, wanted));
    return decoder.forward(run.build());
  }

  /**
   * Log probability of each token of each continuation, in the order of {@link Branches#targets}.
   */
  public float[] logProbabilities(Branches branches) {
    if (!stacks(branches.longest())) {
      Branches.Rows rows = branches.rows();
      return logProbabilities(rows.ids(), rows.lengths(), rows.wanted(), branches.targets());
    }
    PtNDArray[] rope = decoder.rope().table(branches.longest());
    List<Packing> packings = branches.trees().stream().map(Branches.Tree::packing).toList();
    try (Tape tape = inferenceTape()) {
      List<PtNDArray> rows =
          branches.trees().stream()
              .map(tree -> (PtNDArray) tape.manager().create(tree.positions()))
              .toList();
      Var hidden =
          stacked(
              tape,
              branches.ids(),
              branches.wanted(),
              (layer, qkv) ->
                  StackedAttention.attendTrees(
                      tape, qkv, rope, rows, packings, branches.common(), heads));
      return logProbabilities(tape, hidden, branches.targets());
    }
  }

  /**
   * Sum of the cross entropies of hidden states against their next tokens, in nats; with the loss
   * that keeps experts in balance, once a target, where the model asks for it. On a training tape
   * {@link Tape#backward} may follow.
   */
  public double crossEntropy(Tape tape, Var hidden, long[] targets) {
    double loss =
        HeadOps.crossEntropy(
            tape, hidden, decoder.head(), decoder.softCap(), places(tape, targets));
    Optional<Var> beside = balance.flatMap(b -> b.loss(tape));
    return beside.isEmpty() ? loss : loss + tape.endAt(beside.get(), targets.length);
  }

  /** Scores of all tokens for each hidden state: [rows][vocabulary]. */
  public float[][] logits(Tape tape, Var hidden) {
    return HeadOps.logits(tape, hidden, decoder.head(), decoder.softCap());
  }

  /** The token with the highest score for each hidden state. */
  public int[] greedy(Tape tape, Var hidden) {
    Optional<Integer> screened =
        decoder.softCap() > 0 ? Optional.empty() : screen.best(tape, hidden);
    return screened
        .map(token -> new int[] {token})
        .orElseGet(() -> HeadOps.greedy(tape, hidden, decoder.head(), decoder.softCap()));
  }

  @Override
  public Tape trainingTape(long dropoutSeed) {
    screen.forget();
    return super.trainingTape(dropoutSeed);
  }

  /** Log probability of one given next token for each hidden state. */
  public float[] logProbabilities(Tape tape, Var hidden, long[] targets) {
    return HeadOps.logProbabilities(tape, hidden, decoder.head(), decoder.softCap(), targets);
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

  /** All layers for one step of generation, where the architecture can be run so. */
  Optional<FusedLayers> fused() {
    return FusedLayers.of(ops(), decoder.fusible(), decoder.eps(), heads, type());
  }

  Decoder decoder() {
    return decoder;
  }

  Heads heads() {
    return heads;
  }
}
