package org.sluice.engine.conformance;

import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** Loads the model of a case, puts its method on, and has it checked. */
final class ModelRun {
  private final GoldenCase golden;
  private final GoldenBatch batch;
  private final CaseCheck check;

  ModelRun(GoldenCase golden, GoldenBatch batch, CaseCheck check) {
    this.golden = golden;
    this.batch = batch;
    this.check = check;
  }

  void run() {
    String task = golden.modelInfo().path("task_type").asText();
    if (!task.equals("CAUSAL_LM")) {
      throw UserError.of("The task " + task + " is not known", "take a causal language model");
    }
    try (Torch torch = Torch.onCpu(1)) {
      CausalModel model = load(torch);
      Optional<Adapter> adapter = adapter(model);
      Subject subject = new CausalSubject(model, adapter.flatMap(Adapter::hook), batch);
      check.evaluates(subject);
      if (adapter.isPresent() && check.hasMerged()) {
        adapter.get().merge();
        check.merged(subject);
        adapter.get().unmerge();
      }
      if (golden.adapter().isPresent()) {
        check.trains(subject);
      }
    }
  }

  private boolean isFull() {
    return golden.adapter().isPresent() && golden.info().path("method").asText().equals("full");
  }

  private CausalModel load(Torch torch) {
    try (Checkpoint checkpoint = Checkpoint.open(golden.model())) {
      LoadOptions options =
          isFull()
              ? LoadOptions.trained(DType.FP32)
              : LoadOptions.frozen(Quantization.NONE, DType.FP32);
      return CausalModel.load(torch, checkpoint, options);
    }
  }

  private Optional<Adapter> adapter(CausalModel model) {
    if (golden.adapter().isEmpty() || isFull()) {
      return Optional.empty();
    }
    try (AdapterFolder folder = AdapterFolder.open(golden.adapter().get())) {
      return Optional.of(folder.attachTo(model));
    }
  }
}
