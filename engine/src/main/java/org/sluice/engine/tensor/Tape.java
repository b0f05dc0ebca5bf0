package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Strings ops together and runs their backward passes. An architecture writes its forward pass with
 * these ops; gradients of parameters are added to them, nothing else has one.
 *
 * <p>Work is cut into blocks: what a block made and no backward pass wants is freed when the block
 * ends.
 */
public final class Tape implements AutoCloseable {
  private static final PtNDArray[] NONE = {};

  private final Ops ops;
  private final DType type;
  private final boolean training;
  private final PtNDManager step;
  private final List<Runnable> blocks = new ArrayList<>();
  private PtNDManager work;
  private PtNDManager keep;
  private List<Runnable> pending = blocks;
  private long dropoutSeed;
  private BiConsumer<Linear, PtNDArray> watcher = (linear, x) -> {};

  private Tape(Ops ops, DType type, boolean training) {
    this.ops = ops;
    this.type = type;
    this.training = training;
    step = ops.torch().scope();
    work = step;
    keep = step;
  }

  /**
   * A tape that will be run backward.
   *
   * @param dropoutSeed decides what dropout drops; another number for every micro-batch
   */
  public static Tape training(Ops ops, DType type, long dropoutSeed) {
    Tape tape = new Tape(ops, type, true);
    tape.dropoutSeed = dropoutSeed;
    return tape;
  }

  /** A tape that saves nothing for a backward pass and drops nothing. */
  public static Tape inference(Ops ops, DType type) {
    return new Tape(ops, type, false);
  }

  /** The scope of everything on the tape; it goes when the tape closes. */
  public PtNDManager manager() {
    return step;
  }

  /**
   * Runs a block of the model.
   *
   * @param x the block's input, which nothing else may use afterwards
   */
  public Var block(Var x, UnaryOperator<Var> forward) {
    PtNDManager kept = ops.torch().scope();
    List<Runnable> mine = new ArrayList<>();
    Var y = run(x, kept, mine, forward);
    if (!training || mine.isEmpty()) {
      kept.close();
      x.value.close();
      return y;
    }
    blocks.add(() -> blockBack(x, y, mine, kept));
    return y;
  }

  @SuppressWarnings("ReferenceEquality") // the same tensor, not one of equal values
  private void blockBack(Var x, Var y, List<Runnable> mine, PtNDManager kept) {
    y.value.close();
    try (PtNDManager scratch = ops.torch().scope()) {
      back(mine, scratch);
      if (x.gradient != null) {
        x.gradient.attach(step);
      }
      if (x.gradient != y.gradient) {
        y.gradient.close();
      }
    }
    kept.close();
  }

  private Var run(Var x, PtNDManager kept, List<Runnable> mine, UnaryOperator<Var> forward) {
    try (PtNDManager scratch = ops.torch().scope()) {
      pending = mine;
      keep = kept;
      work = scratch;
      Var y = forward.apply(x);
      y.value.attach(step);
      return y;
    } finally {
      pending = blocks;
      work = step;
      keep = step;
    }
  }

  private void back(List<Runnable> list, PtNDManager scratch) {
    work = scratch;
    for (int i = list.size() - 1; i >= 0; i--) {
      list.get(i).run();
    }
    list.clear();
    work = step;
  }

  /** Runs everything backward, once, from the loss. */
  public void backward() {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      blocks.get(i).run();
    }
    blocks.clear();
  }

  boolean records(Var y) {
    return training && y.needsGradient;
  }

  /** Whether the tape will run backward through x. */
  boolean records(Var x, Linear layer) {
    return training && (x.needsGradient || layer.trains());
  }

  void save(PtNDArray... arrays) {
    for (PtNDArray array : arrays) {
      if (array.getManager() == work) {
        array.attach(keep);
      }
    }
  }

  Var made(PtNDArray value, boolean needsGradient) {
    return new Var(value, needsGradient, work == step);
  }

  void accumulate(Var x, PtNDArray gradient) {
    if (!x.needsGradient) {
      return;
    }
    PtNDArray before = x.gradient;
    if (x.shared) {
      // a block's scope ends before the last block has added to it
      x.gradient = before == null ? ops.copy(step, gradient) : ops.add(step, before, gradient);
      if (before != null) {
        before.close();
      }
    } else {
      x.gradient = before == null ? gradient : ops.add(work, before, gradient);
    }
  }

  // ---- what ops outside this class are made of ----

  /** A value that no gradient flows to. */
  public Var constant(PtNDArray value) {
    return made(value, false);
  }

  /** A value that a block made, for use in several later blocks. */
  public Var shared(Var x) {
    Var y = new Var(x.value, x.needsGradient, true);
    if (records(y)) {
      pending.add(
          () -> {
            if (y.gradient != null) {
              accumulate(x, y.gradient);
            }
          });
    }
    return y;
  }

  /** Lets a value that a block made be used behind the block. */
  public Var outliving(Var x) {
    x.value.attach(step);
    return x;
  }

  /** A weight as a value; where it trains, its gradient is added to the parameter's. */
  public Var leaf(Weight given) {
    Weight weight = use(given);
    Var y = made(weight.value(), weight.trains());
    if (records(y)) {
      pending.add(
          () -> {
            if (y.gradient != null) {
              ops.addTo(weight.gradients(), y.gradient);
            }
          });
    }
    return y;
  }

  /**
   * A weight as methods have changed it; itself when none has. Its gradient goes to the methods'
   * parameters when the ops that used it have run backward.
   */
  Weight use(Weight weight) {
    if (!weight.changed()) {
      return weight;
    }
    if (!training) {
      return Weight.passing(
          weight.name(), weight.changes().kept(ops, () -> changedValue(weight, true)), NONE);
    }
    PtNDArray[] gradient = {ops.zeros(keep, weight.shape())};
    Weight passing = Weight.passing(weight.name(), changedValue(weight, false), gradient);
    pending.add(() -> weight.changes().pullBack(ops, weight.value(), gradient[0]));
    return passing;
  }

  private PtNDArray changedValue(Weight weight, boolean stays) {
    PtNDManager home = stays ? ops.torch().manager() : keep;
    try (PtNDArray value = weight.changes().apply(ops, work, weight.value())) {
      return ops.castLike(home, value, weight.value());
    }
  }

  /** What a method's formula makes of its parameters alone. */
  public Var formula(Change change) {
    PtNDArray nothing = ops.zeros(step, 1);
    boolean trains = !change.parameters().isEmpty();
    Var y = made(ops.adapters().apply(work, change, nothing), trains);
    if (records(y)) {
      pending.add(
          () -> {
            if (y.gradient != null) {
              ops.adapters().pullBack(change, y.gradient, nothing);
            }
          });
    }
    return y;
  }

  /** The type of products on this tape. */
  public DType type() {
    return type;
  }

  /** Adds a step of the backward pass; the last one added runs first. */
  void then(Runnable back) {
    pending.add(back);
  }

  /** Whether the tape will run backward. */
  boolean trains() {
    return training;
  }

  /** The scope of what a backward pass wants. */
  PtNDManager kept() {
    return keep;
  }

  /** A number of its own for each op that drops elements. */
  long nextSeed() {
    return dropoutSeed++;
  }

  /** The door to ops that record nothing. */
  Ops ops() {
    return ops;
  }

  /** The scope in which results are made now. */
  PtNDManager work() {
    return work;
  }

  /** Runs everything backward, once, from a loss of one element. */
  public void backward(Var loss) {
    loss.gradient = ops.ones(step, loss.value);
    backward();
  }

  // ---- the ops; formulas, shapes and types are those of Ops ----

  /** Rows of an embedding, in float. */
  public Var embed(Weight given, PtNDArray ids) {
    Weight table = use(given);
    Var y = made(ops.embed(work, table.value(), ids), table.trains());
    if (records(y)) {
      pending.add(() -> ops.embedBack(y.gradient, ids, table.gradients()[0]));
    }
    return y;
  }

  /** RMS norm of x in float; the result is in the compute type. */
  public Var norm(Var x, Weight given, double eps) {
    Weight gain = use(given);
    PtNDArray[] result = ops.norm(work, x.value, gain.value(), eps, type);
    Var y = made(result[0], x.needsGradient || gain.trains());
    if (records(y)) {
      save(x.value, result[1]);
      pending.add(
          () -> {
            PtNDArray[] residual = x.gradient == null ? NONE : new PtNDArray[] {x.gradient};
            x.gradient = ops.normBack(work, y.gradient, x.value, result[1], gain, residual);
          });
    }
    return y;
  }

  /** Shows what goes into each product, [n, in], while it lives. */
  public void watch(BiConsumer<Linear, PtNDArray> of) {
    watcher = of;
  }

  /** Product with a stacked matrix, its bias and its low-rank addition. */
  public Var linear(Var x, Linear linear) {
    watcher.accept(linear, x.value);
    return new Product(this, ops, linear).of(x);
  }

  /** Whether one of the layers will drop elements on this tape. */
  public boolean drops(List<Linear> linears) {
    return training && linears.stream().anyMatch(Linear::drops);
  }

  /** x in float plus f in the compute type: the residual stream stays in float. */
  public Var add(Var x, Var f) {
    Var y = made(ops.add(work, x.value, f.value), x.needsGradient || f.needsGradient);
    if (records(y)) {
      pending.add(
          () -> {
            accumulate(x, y.gradient);
            if (f.needsGradient) {
              accumulate(f, type == DType.FP32 ? y.gradient : ops.cast(work, y.gradient, type));
            }
          });
    }
    return y;
  }

  /** Rows of x. */
  public Var pick(Var x, PtNDArray index) {
    long n = x.rows();
    Var y = made(ops.pick(work, x.value, index), x.needsGradient);
    if (records(y)) {
      pending.add(
          () -> {
            if (y.gradient != null) { // not every picked row is used
              accumulate(x, ops.pickBack(work, y.gradient, index, n));
            }
          });
    }
    return y;
  }

  /**
   * Lets the backward pass begin at a loss among others, times a factor.
   *
   * @return the loss times the factor
   */
  public double endAt(Var loss, double factor) {
    Var scaled = MathOps.scale(this, loss, factor);
    endAt(scaled);
    return scaled.value.toFloatArray()[0];
  }

  /** Lets the backward pass begin at a loss. */
  void endAt(Var loss) {
    if (training && loss.needsGradient) {
      loss.gradient = ops.ones(step, loss.value);
    }
  }

  /** Records an op whose gradient is known at once: the end of a tape. */
  void end(Var x, PtNDArray gradient) {
    if (training && x.needsGradient) {
      pending.add(() -> accumulate(x, gradient));
    }
  }

  @Override
  public void close() {
    step.close();
  }
}
