package org.sluice.engine.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.engine.adapter.TrainingHook;
import org.sluice.engine.model.Inputs;
import org.sluice.engine.model.Outputs;
import org.sluice.engine.model.Task;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.train.Trainer;

/** A model for another task than foretelling tokens, on a golden batch with its padding. */
final class TaskSubject extends TrainedSubject {
  private final TaskModel model;
  private final Optional<TrainingHook> hook;
  private final GoldenBatch golden;
  private final Inputs inputs;

  TaskSubject(TaskModel model, Optional<TrainingHook> hook, GoldenBatch golden) {
    super(model, hook);
    this.model = model;
    this.hook = hook;
    this.golden = golden;
    // PEFT's wrapper for spans forgets the types, and prompt methods cannot be run without it
    boolean typed = model.task() != Task.QUESTION_ANS || !standsInFront();
    inputs = golden.inputs(model.task(), typed);
  }

  @Override
  public Map<String, float[]> outputs() {
    Map<String, float[]> found = new LinkedHashMap<>();
    try (Tape tape = model.inferenceTape()) {
      Outputs outputs = model.run(tape, inputs);
      outputs.named().forEach((name, value) -> found.put(name, value.value().toFloatArray()));
    }
    return found;
  }

  @Override
  public double loss() {
    try (Tape tape = model.inferenceTape()) {
      return model.run(tape, inputs).meanLoss() + hook.map(TrainingHook::penalty).orElse(0.0);
    }
  }

  @Override
  public long[] generate(int tokens) {
    int[][] answers = model.generate(golden.prompts(), tokens);
    return java.util.Arrays.stream(answers)
        .flatMapToLong(row -> IntStream.range(1, row.length).mapToLong(i -> row[i]))
        .toArray();
  }

  @Override
  Trainer.Sums accumulate(Trainer trainer) {
    return trainer.accumulateInputs(List.of(inputs));
  }
}
