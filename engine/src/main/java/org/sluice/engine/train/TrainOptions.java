package org.sluice.engine.train;

import org.sluice.base.Check;

/**
 * How to train, whatever is trained.
 *
 * @param steps optimiser steps of the whole run, on which the schedule is laid
 * @param learningRate the rate at the schedule's top
 * @param scheduler how the rate moves
 * @param warmupSteps steps of linear rise from 0
 * @param weightDecay decoupled weight decay of AdamW, on every trained parameter
 * @param maxGradNorm the gradient's Euclidean norm is cut to this; 0 never cuts
 * @param seed of the dropout
 * @param epsilon what AdamW adds to the root of the second moment
 * @param loraPlusRatio LoRA+ (Hayou et al. 2024): the rate of factors B is this many times that of
 *     factors A; 1 is plain LoRA
 */
public record TrainOptions(
    int steps,
    double learningRate,
    SchedulerType scheduler,
    int warmupSteps,
    double weightDecay,
    double maxGradNorm,
    long seed,
    double epsilon,
    double loraPlusRatio) {
  /** AdamW's usual epsilon. */
  public static final double EPSILON = 1e-8;

  public TrainOptions {
    Check.that(steps >= 1, "steps must be at least 1, got %d", steps);
    Check.that(
        learningRate >= 0 && Double.isFinite(learningRate),
        "learning_rate must be 0 or more, got %s",
        learningRate);
    Check.that(warmupSteps >= 0, "warmup_steps must be 0 or more, got %d", warmupSteps);
    Check.that(weightDecay >= 0, "weight_decay must be 0 or more, got %s", weightDecay);
    Check.that(maxGradNorm >= 0, "max_grad_norm must be 0 or more, got %s", maxGradNorm);
    Check.that(epsilon > 0, "adam_epsilon must be more than 0, got %s", epsilon);
    Check.that(loraPlusRatio > 0, "loraplus_lr_ratio must be more than 0, got %s", loraPlusRatio);
  }

  /** Options with AdamW's usual epsilon. */
  public TrainOptions(
      int steps,
      double learningRate,
      SchedulerType scheduler,
      int warmupSteps,
      double weightDecay,
      double maxGradNorm,
      long seed) {
    this(steps, learningRate, scheduler, warmupSteps, weightDecay, maxGradNorm, seed, EPSILON, 1);
  }

  /** As transformers counts them: the steps if any are given, else the ratio of all, rounded up. */
  public static int warmupSteps(int warmupSteps, double warmupRatio, int steps) {
    return warmupSteps > 0 ? warmupSteps : (int) Math.ceil(steps * warmupRatio);
  }

  /** The rate of the step that follows {@code done} finished ones. */
  public double rate(int done) {
    return learningRate * scheduler.factor(done, warmupSteps, steps);
  }
}
