package org.sluice.engine.conformance;

import java.nio.file.Path;
import org.sluice.base.UserError;
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
      Subject subject = new CausalSubject(load(torch), batch);
      check.evaluates(subject);
      if (golden.adapter().isPresent()) {
        check.trains(subject);
      }
    }
  }

  private CausalModel load(Torch torch) {
    boolean full =
        golden.adapter().isPresent() && golden.info().path("method").asText().equals("full");
    try (Checkpoint checkpoint = Checkpoint.open(golden.model())) {
      LoadOptions options =
          full
              ? LoadOptions.trained(DType.FP32)
              : LoadOptions.frozen(Quantization.NONE, DType.FP32);
      CausalModel model = CausalModel.load(torch, checkpoint, options);
      if (golden.adapter().isPresent() && !full) {
        Path folder = golden.adapter().get();
        try (AdapterFolder adapter = AdapterFolder.open(folder)) {
          adapter.attachTo(model);
        }
      }
      return model;
    }
  }
}
