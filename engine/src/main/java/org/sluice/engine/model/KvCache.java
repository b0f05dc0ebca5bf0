package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.base.Check;
import org.sluice.engine.tensor.FusedLayers;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.StackedAttention;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Unpacked;
import org.sluice.engine.tensor.Var;

/**
 * Keys and values of what a batch of rows has read, so that each further token costs one position.
 * First {@link #prefill}, then {@link #step} as often as wanted. Both hand the hidden states of
 * each row's last token to a reader, who turns them into scores by {@link CausalModel#logits},
 * {@link CausalModel#greedy} or {@link CausalModel#logProbabilities}.
 */
public final class KvCache implements AutoCloseable {
  /** Reads the hidden states of each row's last token, [rows, hidden], while their tape is open. */
  public interface Reader<T> {
    T read(Tape tape, Var hidden);
  }

  /** Steps with drafts of one row before matrices are reordered for them, which costs as many. */
  private static final int PATIENCE = 8;

  private final CausalModel model;
  private final int slots;
  private final int room;
  private final AttentionCache cache;
  private final RopeScaling turning;
  private final Unpacked unpacked;
  private Optional<FusedLayers> fused;
  private int drafted;

  /** What each row has read: some architectures must read it anew at one length. */
  private final List<List<Integer>> texts = new ArrayList<>();

  KvCache(CausalModel model, int slots) {
    this.model = model;
    this.slots = slots;
    Extra extra = model.extra();
    turning = RopeScaling.of(model.config(), model.heads().dim(), 1);
    unpacked = Unpacked.of(model.ops(), model.linears(), model.type());
    room = slots + extra.virtualTokens() + extra.prefixTokens();
    cache = new AttentionCache(model.ops(), room);
  }

  /** Rows now. */
  public int rows() {
    return texts.size();
  }

  /** Tokens that each row holds, virtual ones and those of a prefix among them. */
  public long[] lengths() {
    return cache.lengths();
  }

  /** Reads the prompts, one a row; what the cache held before is gone. */
  public <T> T prefill(List<int[]> prompts, Reader<T> reader) {
    for (int[] prompt : prompts) {
      Check.that(
          prompt.length >= 1 && prompt.length <= slots,
          "a prompt must have 1 to %d tokens, got %d",
          slots,
          prompt.length);
    }
    texts.clear();
    prompts.forEach(prompt -> texts.add(new ArrayList<>(IntStream.of(prompt).boxed().toList())));
    Packing apart = new Packing(prompts.stream().mapToInt(p -> p.length).toArray());
    int[] ids = prompts.stream().flatMapToInt(Arrays::stream).toArray();
    long[] last = apart.lengths();
    Arrays.parallelPrefix(last, Long::sum);
    long[] wanted = Arrays.stream(last).map(p -> p - 1).toArray();
    try (Tape tape = model.inferenceTape()) {
      Var hidden =
          model.stacks(slots)
              ? stacked(tape, new Sequences(ids, apart, wanted).sharingPrefix(), apart.lengths())
              : general(tape, ids, apart.lengths(), wanted);
      cache.ready();
      return reader.read(tape, hidden);
    }
  }

  private Var stacked(Tape tape, Sequences sequences, long[] rows) {
    cache.begin(rows);
    Packing packing = sequences.packing();
    int width = model.heads().keyValue() * model.heads().dim();
    for (int i = 0; i < model.config().numHiddenLayers(); i++) {
      cache.allocate(width, width);
    }
    PtNDArray[] rope = model.decoder().rope().table(slots);
    PtNDArray wanted = (PtNDArray) tape.manager().create(sequences.wanted());
    Pass.Attention fill =
        (layer, qkv) -> {
          StackedAttention.fill(
              tape, cache.keys(layer), cache.values(layer), qkv, rope, packing, model.heads());
          return StackedAttention.attend(tape, qkv, rope, packing, model.heads());
        };
    Run.Builder run = model.run(tape, sequences.ids()).stacked(fill).wanted(wanted);
    return model.decoder().forward(run.build());
  }

  private Var general(Tape tape, int[] ids, long[] rows, long[] wanted) {
    Layout layout = model.layout(rows);
    long before = model.extra().prefixTokens();
    cache.begin(Arrays.stream(layout.lengths()).mapToLong(n -> n + before).toArray());
    PtNDArray places = (PtNDArray) tape.manager().create(layout.moved(wanted));
    Run run = model.run(tape, ids).layout(layout).cache(cache).wanted(places).build();
    return model.decoder().forward(run);
  }

  /**
   * Reads one more token a row.
   *
   * @param tokens one a row
   */
  public <T> T step(int[] tokens, Reader<T> reader) {
    return step(IntStream.of(tokens).mapToObj(token -> new int[] {token}).toList(), reader);
  }

  /**
   * Reads more tokens a row, such as one that is sure and a draft of those behind it; what turns
   * out to be wrong is taken back by {@link #forget}.
   *
   * @param tokens of each row, one at least; where that is more than one for any, {@link #reach}
   *     must allow it
   * @param reader gets the hidden states of all of them, row after row
   */
  public <T> T step(List<int[]> tokens, Reader<T> reader) {
    Check.that(tokens.size() == rows(), "tokens for each row, got %d", tokens.size());
    cache.next(tokens.stream().mapToInt(row -> row.length).toArray());
    for (int row = 0; row < tokens.size(); row++) {
      IntStream.of(tokens.get(row)).forEach(texts.get(row)::add);
    }
    if (model.decoder().restartsAt(cache.used())) {
      Check.that(cache.next().tokens() == rows(), "one token a row where texts are read anew");
      return prefill(texts.stream().map(KvCache::ints).toList(), reader);
    }
    drafted += cache.next().tokens() > rows() ? 1 : 0;
    if (rows() > 1 || drafted > PATIENCE) {
      model.quicken();
    }
    int[] ids = tokens.stream().flatMapToInt(Arrays::stream).toArray();
    try (Tape tape = model.inferenceTape()) {
      Run run = model.stacks(slots) ? stackedStep(tape, ids) : generalStep(tape, ids);
      Var hidden = model.decoder().forward(run);
      cache.advance();
      return reader.read(tape, hidden);
    }
  }

  /**
   * How many tokens the longest row may hold after a step of several tokens: as many as there are
   * slots, or as turn their positions alike; 0 when every row must read one token alone.
   *
   * @param most larger numbers are of no interest
   */
  public int reach(int most) {
    int longest = (int) Arrays.stream(lengths()).max().orElse(0);
    int reach = longest;
    while (reach < most && reach < room && !turning.turnsAnewAt(reach + 1)) {
      reach++;
    }
    return reach > longest ? reach : 0;
  }

  /**
   * Takes tokens back.
   *
   * @param tokens how many of its newest ones each row forgets
   */
  public void forget(int[] tokens) {
    cache.forget(tokens);
    for (int row = 0; row < tokens.length; row++) {
      List<Integer> text = texts.get(row);
      text.subList(text.size() - tokens[row], text.size()).clear();
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(n -> n).toArray();
  }

  private Run stackedStep(Tape tape, int[] tokens) {
    PtNDArray[] shared = shared(tape, cache.next());
    Run.Builder run = model.run(tape, tokens);
    if (fused == null) {
      fused = model.fused();
    }
    if (fused.isPresent()) {
      FusedLayers layers = fused.get();
      return run.layers(x -> layers.step(tape, x, cache.keys(), cache.values(), shared)).build();
    }
    return run.stacked(
            (layer, qkv) ->
                StackedAttention.cached(
                    tape, qkv, cache.keys(layer), cache.values(layer), shared, model.heads()))
        .build();
  }

  private PtNDArray[] shared(Tape tape, Reading next) {
    PtNDManager manager = tape.manager();
    return StackedAttention.step(
        tape,
        (PtNDArray) manager.create(next.positions()),
        (PtNDArray) manager.create(next.places(room)),
        next.layout(manager),
        rows(),
        model.decoder().rope().table(slots),
        next.used(),
        model.heads());
  }

  private Run generalStep(Tape tape, int[] tokens) {
    Layout layout = Layout.step(cache.next().positions());
    return model.run(tape, tokens).layout(layout).cache(cache).build();
  }

  /**
   * Keeps these rows alone, in this order; a row may be named more than once. Drops rows that are
   * finished, or tries several answers to one prompt.
   */
  public void select(int[] rows) {
    cache.select(rows);
    List<List<Integer>> old = List.copyOf(texts);
    texts.clear();
    IntStream.of(rows).forEach(row -> texts.add(new ArrayList<>(old.get(row))));
  }

  @Override
  public void close() {
    if (fused != null) {
      fused.ifPresent(FusedLayers::close);
    }
    if (unpacked.isAny()) {
      model.settle(); // what goes has been reordered
    }
    unpacked.close();
    cache.close();
  }
}
