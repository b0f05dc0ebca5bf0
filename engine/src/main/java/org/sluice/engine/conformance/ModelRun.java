package org.sluice.engine.conformance;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.adapter.LoraMethod;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.adapter.Start;
import org.sluice.engine.adapter.TrainingHook;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** Loads the model of a case, puts its method on, and has it checked. */
final class ModelRun {
  private final GoldenCase golden;
  private final GoldenBatch batch;
  private final CaseCheck check;
  private final StartCheck startCheck;

  ModelRun(GoldenCase golden, GoldenBatch batch, CaseCheck check, StartCheck startCheck) {
    this.golden = golden;
    this.batch = batch;
    this.check = check;
    this.startCheck = startCheck;
  }

  void run(Device device) {
    try (Torch torch = Torch.on(device, 1)) {
      compareStart(torch);
      Model model = load(torch);
      Optional<Adapter> adapter = adapter(model);
      Subject subject = subject(model, adapter.flatMap(Adapter::hook));
      check.evaluates(subject);
      if (golden.adapter().isEmpty()) {
        check.reads(golden);
      }
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

  /** Compares a start that is computed from the weights. */
  private void compareStart(Torch torch) {
    if (golden.adapter().isPresent() && Files.exists(init())) {
      try (Checkpoint checkpoint = golden.checkpoint();
          SafetensorsFile init = SafetensorsFile.open(init())) {
        startCheck.compare(load(torch, checkpoint), written(), init);
      }
    }
  }

  private Path init() {
    return golden.folder().resolve("init.safetensors");
  }

  private Method written() {
    try (AdapterFolder folder = AdapterFolder.open(golden.folder())) {
      return folder.info().method();
    }
  }

  /** The method; on a base that its start has changed already, where the case has that. */
  private Method method() {
    String name = golden.info().path("method").asText();
    return switch (name) {
      case "freeze" -> Methods.of("FREEZE", Map.of("freeze_trainable_layers", 1));
      case "bitfit" -> Methods.of("BITFIT", Map.of());
      default -> {
        Method method = written();
        yield Files.exists(init())
            ? Methods.of(
                method.peftType(),
                method.settings().with("init_lora_weights", LoraMethod.TAKEN).asMap())
            : method;
      }
    };
  }

  private boolean isFull() {
    return golden.adapter().isPresent() && golden.info().path("method").asText().equals("full");
  }

  private Model load(Torch torch) {
    try (Checkpoint checkpoint = golden.checkpoint()) {
      if (golden.adapter().isPresent() && Files.exists(init())) {
        try (SafetensorsFile init = SafetensorsFile.open(init())) {
          return load(torch, new OnBase(checkpoint, init));
        }
      }
      boolean changes = golden.adapter().isPresent() && !isFull();
      return load(torch, changes ? method().base(checkpoint) : checkpoint);
    }
  }

  private Model load(Torch torch, Checkpoint base) {
    LoadOptions options =
        isFull()
            ? LoadOptions.trained(DType.FP32)
            : LoadOptions.frozen(Quantization.NONE, DType.FP32);
    String attention = golden.modelInfo().path("attention").asText("sdpa");
    ModelConfig config = base.config().with("_attn_implementation", attention);
    Task task = Task.valueOf(golden.modelInfo().path("task_type").asText("CAUSAL_LM"));
    return task == Task.CAUSAL_LM
        ? CausalModel.load(torch, base, config, options)
        : TaskModel.load(torch, base, config, task, options);
  }

  private Subject subject(Model model, Optional<TrainingHook> hook) {
    return model instanceof TaskModel task
        ? new TaskSubject(task, hook, batch)
        : new CausalSubject((CausalModel) model, hook, batch);
  }

  private Optional<Adapter> adapter(Model model) {
    if (golden.adapter().isEmpty() || isFull()) {
      return Optional.empty();
    }
    Path folder = golden.adapter().get();
    Path weights = folder.resolve("adapter_model.safetensors");
    Path encoder = folder.resolve("encoder.safetensors");
    if (!Files.exists(weights)) {
      return Optional.of(Methods.attach(model, method(), Start.fresh(), 0));
    }
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      Start start = Start.of(file, weights);
      if (!Files.exists(encoder)) {
        return Optional.of(Methods.attach(model, method(), start, 0));
      }
      try (SafetensorsFile more = SafetensorsFile.open(encoder)) {
        return Optional.of(Methods.attach(model, method(), Start.of(more, encoder).and(start), 0));
      }
    }
  }
}
