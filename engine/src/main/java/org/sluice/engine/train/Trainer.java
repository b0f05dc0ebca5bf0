package org.sluice.engine.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.sluice.base.Check;
import org.sluice.engine.adapter.TrainingHook;
import org.sluice.engine.model.Inputs;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Outputs;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.Memory;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Tape;

/**
 * The training loop's body, for whatever of the model trains. Every rank holds the same weights and
 * calls {@link #step} with its own rows; gradients and losses are sums over target tokens, divided
 * by the count of all micro-batches and ranks.
 */
public final class Trainer implements AutoCloseable {
  /** Steps between looks at the memory that the C library keeps. */
  private static final int TRIM_EVERY = 8;

  private final Model model;
  private final TrainOptions options;
  private final Collective collective;
  private final AdamW optimiser;
  private final GradientExchange exchange;
  private final Optional<TrainingHook> hook;
  private int stepsDone;

  /** A trainer at the start of the run; {@link #restore} moves it on. */
  public Trainer(Model model, TrainOptions options, Collective collective) {
    this(model, options, collective, Optional.empty());
  }

  /**
   * A trainer at the start of the run.
   *
   * @param hook what the method does to training beside its parameters
   */
  public Trainer(
      Model model, TrainOptions options, Collective collective, Optional<TrainingHook> hook) {
    this.hook = hook;
    Check.that(!model.parameters().isEmpty(), "nothing of the model trains: attach an adapter");
    this.model = model;
    this.options = options;
    this.collective = collective;
    optimiser = new AdamW(model, options);
    exchange = new GradientExchange(model, collective, optimiser.gradients());
  }

  /** What is trained. */
  public Model model() {
    return model;
  }

  /** Optimiser steps that were taken, those before a restore included. */
  public int stepsDone() {
    return stepsDone;
  }

  /**
   * One optimiser step.
   *
   * @param microBatches this rank's rows, each inner list run at once; may be empty, so that a rank
   *     without rows still takes part
   */
  public StepReport step(List<List<Row>> microBatches) {
    return update(accumulate(microBatches));
  }

  /**
   * What a step's micro-batches gave, on this rank.
   *
   * @param loss sum of the cross entropies
   * @param tokens tokens that went through the model
   * @param targets tokens that had a label
   * @param begin when the step began, in nanoseconds
   */
  public record Sums(double loss, long tokens, long targets, long begin) {}

  /**
   * The first half of {@link #step}: adds up losses and gradients, which {@link
   * Parameter#gradient()} then holds as sums over this rank's target tokens.
   */
  public Sums accumulate(List<List<Row>> microBatches) {
    long begin = System.nanoTime();
    double loss = 0;
    long tokens = 0;
    long targets = 0;
    for (int i = 0; i < microBatches.size(); i++) {
      try (Tape tape = model.trainingTape(dropoutSeed(i))) {
        RowLoss rows = RowLoss.of(model, tape, microBatches.get(i));
        tape.backward();
        loss += rows.sum();
        tokens += rows.tokens();
        targets += rows.targets();
      }
    }
    return new Sums(loss, tokens, targets, begin);
  }

  /** The second half: adds up the ranks, clips, takes the optimiser's step. */
  public StepReport update(Sums mine) {
    return update(mine, count -> {});
  }

  /**
   * The second half of {@link #step}.
   *
   * @param look sees the count of targets when the gradients, sums over all of them, are complete
   */
  public StepReport update(Sums mine, DoubleConsumer look) {
    double[] sums = collective.sum(new double[] {mine.loss, mine.tokens, mine.targets});
    exchange.sum();
    double count = Math.max(1, sums[2]);
    double penalty = hook.map(TrainingHook::penalty).orElse(0.0);
    hook.ifPresent(h -> h.addGradient(count));
    look.accept(count);
    double rate = options.rate(stepsDone);
    int step = stepsDone;
    double norm =
        optimiser.step(
            count,
            options.maxGradNorm(),
            rate,
            options.weightDecay(),
            reached(),
            () -> hook.ifPresent(h -> h.stepped(step)));
    stepsDone++;
    if (stepsDone % TRIM_EVERY == 0) {
      Memory.trim();
    }
    double seconds = (System.nanoTime() - mine.begin) / 1e9;
    return new StepReport(
        stepsDone, sums[0] / count + penalty, norm, rate, (long) sums[1], (long) sums[2], seconds);
  }

  /**
   * As {@link #accumulate}, of a model for another task: each element of the list is run at once.
   */
  public Sums accumulateInputs(List<Inputs> microBatches) {
    long begin = System.nanoTime();
    double loss = 0;
    long tokens = 0;
    double targets = 0;
    for (int i = 0; i < microBatches.size(); i++) {
      try (Tape tape = model.trainingTape(dropoutSeed(i))) {
        Outputs outputs = ((TaskModel) model).run(tape, microBatches.get(i));
        loss += outputs.meanLoss() * outputs.count();
        targets += outputs.count();
        tape.backward(outputs.loss().orElseThrow());
      }
      for (int[] row : microBatches.get(i).ids()) {
        tokens += row.length;
      }
    }
    return new Sums(loss, tokens, Math.round(targets), begin);
  }

  /** One optimiser step of a model for another task. */
  public StepReport stepInputs(List<Inputs> microBatches) {
    return update(accumulateInputs(microBatches));
  }

  /** Which parameters have had a gradient, on any rank. */
  private boolean[] reached() {
    List<Parameter> all = optimiser.parameters();
    boolean[] reached = new boolean[all.size()];
    boolean doubt = false;
    double[] flags = new double[reached.length];
    for (int i = 0; i < reached.length; i++) {
      reached[i] = true;
      flags[i] = all.get(i).reached() ? 1 : 0;
      doubt |= all.get(i).mayBeIdleForever();
    }
    if (doubt) {
      double[] sums = collective.sum(flags);
      for (int i = 0; i < reached.length; i++) {
        reached[i] = sums[i] > 0;
      }
    }
    return reached;
  }

  /** A number of its own for every micro-batch of every step and rank: nothing to save for it. */
  private long dropoutSeed(int microBatch) {
    long seed = options.seed();
    for (long part : new long[] {stepsDone, collective.rank(), microBatch}) {
      // SplitMix64's finaliser
      seed = (seed ^ part) + 0x9E3779B97F4A7C15L;
      seed = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
      seed = (seed ^ (seed >>> 27)) * 0x94D049BB133111EBL;
      seed ^= seed >>> 31;
    }
    return seed >>> 1;
  }

  /**
   * Writes what a later {@link #restore} needs to go on to the same weights, bit for bit: trained
   * weights, optimiser state, steps done.
   *
   * @param folder is made; the files in it are each written whole or not at all
   */
  public void save(Path folder) {
    Map<String, float[]> besides = hook.map(TrainingHook::state).orElse(Map.of());
    new TrainState(optimiser, stepsDone, options).save(folder, besides);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws org.sluice.base.UserError when the files are missing, damaged, or of another model
   */
  public void restore(Path folder) {
    Map<String, float[]> besides = new TreeMap<>();
    stepsDone = TrainState.restore(folder, optimiser, besides);
    hook.ifPresent(h -> h.restore(besides));
    optimiser.stepsDone(stepsDone);
    model.refresh();
  }

  @Override
  public void close() {
    exchange.close();
    optimiser.close();
  }
}
