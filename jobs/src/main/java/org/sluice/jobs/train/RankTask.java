package org.sluice.jobs.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.util.LongAccumulator;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.evaluate.Loss;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Memory;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.train.Collective;
import org.sluice.engine.train.Row;
import org.sluice.engine.train.StepReport;
import org.sluice.engine.train.Trainer;
import org.sluice.jobs.Devices;
import org.sluice.jobs.cluster.Member;
import org.sluice.jobs.cluster.RankLost;
import org.sluice.jobs.cluster.Ring;
import org.sluice.jobs.metrics.Meters;

/**
 * The work of one rank, on its executor: load, go on from the newest checkpoint, train, and on rank
 * 0 write down everything that is kept.
 */
final class RankTask {
  private static final long MIB = 1 << 20;

  private final Member member;
  private final TrainPlan plan;
  private final Checkpoints checkpoints;
  private final LongAccumulator tokens;
  private final boolean first;

  private RankTask(Member member, TrainPlan plan, LongAccumulator tokens) {
    this.member = member;
    this.plan = plan;
    this.tokens = tokens;
    checkpoints = new Checkpoints(plan.places().checkpointFolder());
    first = member.rank() == 0;
  }

  /**
   * Runs the rank and gives the run's {@link TrainReport} as JSON.
   *
   * @param tokens counts those of all ranks
   */
  static String run(Member member, TrainPlan plan, LongAccumulator tokens) {
    return new RankTask(member, plan, tokens).run();
  }

  private String run() {
    try (RowStore rows = RowStore.open(plan.places().rows(), plan.rowCount());
        Torch torch = Torch.on(Devices.of(plan.options().model().device()), plan.threads());
        Checkpoint base = Checkpoint.open(plan.options().model().local())) {
      Models.Trainable model = Models.trainable(torch, base, plan, rows);
      if (plan.worldSize() == 1) {
        return run(rows, base, model, Collective.ALONE);
      }
      Duration limit = Duration.ofSeconds(plan.options().collectiveTimeout());
      try (Ring ring = Ring.join(member, plan.secret(), limit)) {
        return run(rows, base, model, ring);
      }
    }
  }

  private String run(
      RowStore rows, Checkpoint base, Models.Trainable trained, Collective collective) {
    Model model = trained.model();
    try (Trainer trainer =
            new Trainer(
                model,
                Models.schedule(plan),
                collective,
                trained.adapter().flatMap(Adapter::hook));
        HeldOut heldOut = HeldOut.of(plan, model, collective)) {
      resume(trainer);
      TrainReport report;
      if (first) {
        TrainRecorder.note(plan.places(), model.describeWeights());
        TrainRecorder.note(plan.places(), model.describeParameters());
        try (TrainRecorder recorder =
            new TrainRecorder(
                plan.places(), member.host(), trainer.stepsDone(), plan.options().loggingSteps())) {
          train(trainer, rows, heldOut, Optional.of(recorder));
          report = report(recorder, model);
        }
        Models.write(trained, base, plan);
      } else {
        train(trainer, rows, heldOut, Optional.empty());
        report = TrainReport.ofOtherRank();
      }
      return report.withPeakRss(largestPeak()).toJson();
    }
  }

  /** All ranks go on from the checkpoint that rank 0 finds. */
  private void resume(Trainer trainer) {
    Optional<Checkpoints.Found> newest =
        first
            ? checkpoints.newest(line -> TrainRecorder.note(plan.places(), line))
            : Optional.empty();
    String chosen = member.meet(newest.map(found -> found.path().toString()).orElse(""))[0];
    if (!chosen.isEmpty()) {
      trainer.restore(Path.of(chosen));
      if (first) {
        TrainRecorder.note(plan.places(), "going on from " + chosen);
      }
    }
  }

  private void train(
      Trainer trainer, RowStore rows, HeldOut heldOut, Optional<TrainRecorder> recorder) {
    RowOrder order = plan.order(rows.lengths());
    int saveSteps = plan.options().saveSteps();
    while (trainer.stepsDone() < plan.steps()) {
      if (member.cancelled()) {
        throw new RankLost("rank " + member.rank() + " was told to stop");
      }
      StepReport report = trainer.step(microBatches(order, rows, trainer.stepsDone()));
      if (!Double.isFinite(report.loss()) || !Double.isFinite(report.gradNorm())) {
        throw UserError.of(
            "the loss is no longer a number at step " + report.step(),
            "lower train.learning_rate, or set train.max_grad_norm");
      }
      boolean last = report.step() == plan.steps();
      boolean ends = last || report.step() % plan.stepsPerEpoch() == 0;
      recorder.ifPresent(r -> r.record(report, ends));
      if (first) {
        tokens.add(report.tokens());
        Meters.trained(report.tokens(), report.loss());
      }
      if (ends) {
        Optional<Loss> eval = heldOut.loss();
        recorder.ifPresent(r -> recordEpoch(r, report.step(), eval));
      }
      if (first && saveSteps > 0 && (last || report.step() % saveSteps == 0)) {
        checkpoints.save(report.step(), plan.options().saveTotalLimit(), trainer::save);
      }
    }
  }

  private void recordEpoch(TrainRecorder recorder, int step, Optional<Loss> eval) {
    long perEpoch = plan.stepsPerEpoch();
    long begin = (step - 1) / perEpoch * perEpoch;
    recorder.recordEpoch(step / (double) perEpoch, begin, step, eval);
  }

  private List<List<Row>> microBatches(RowOrder order, RowStore rows, int step) {
    int[][] numbers =
        order.rows(
            step, member.rank(), plan.worldSize(), plan.options().gradientAccumulationSteps());
    List<List<Row>> batches = new ArrayList<>();
    for (int[] batch : numbers) {
      batches.add(Arrays.stream(batch).mapToObj(rows::read).toList());
    }
    return batches;
  }

  private TrainReport report(TrainRecorder recorder, Model model) {
    return new TrainReport(
        plan.steps(),
        recorder.finalLoss(),
        recorder.tokensPerSecond(),
        0,
        recorder.seconds(),
        model.trainableSize(),
        model.totalSize());
  }

  private long largestPeak() {
    String[] peaks = member.meet(Long.toString(Memory.peak() / MIB));
    return Arrays.stream(peaks).mapToLong(Long::parseLong).max().orElse(0);
  }
}
