package org.sluice.engine.conformance;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.adapter.TrainingHook;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.train.Collective;
import org.sluice.engine.train.SchedulerType;
import org.sluice.engine.train.TrainOptions;
import org.sluice.engine.train.Trainer;

/** Training, the same for every model. */
abstract class TrainedSubject implements Subject {
  private final Model model;
  private final Optional<TrainingHook> hook;
  private Trainer trainer;

  TrainedSubject(Model model, Optional<TrainingHook> hook) {
    this.model = model;
    this.hook = hook;
  }

  /** Runs the batch forward and backward. */
  abstract Trainer.Sums accumulate(Trainer trainer);

  @Override
  public void train(Hyper hyper) {
    TrainOptions options =
        new TrainOptions(
            hyper.steps(),
            hyper.rate(),
            SchedulerType.CONSTANT,
            0,
            hyper.decay(),
            0,
            1,
            hyper.epsilon(),
            1);
    trainer = new Trainer(model, options, Collective.ALONE, hook);
  }

  @Override
  public double step(GradientReader reader) {
    Trainer.Sums sums = accumulate(trainer);
    return trainer.update(sums, count -> read(reader, count)).loss();
  }

  private void read(GradientReader reader, double count) {
    for (Parameter parameter : model.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        float[] gradient = parameter.slice(parameter.gradient(), part);
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] /= (float) count;
        }
        reader.read(parameter, part, gradient);
      }
    }
  }

  @Override
  public boolean standsInFront() {
    return model.virtualTokens() + model.prefixTokens() > 0;
  }

  @Override
  public List<Parameter> parameters() {
    return model.parameters();
  }
}
