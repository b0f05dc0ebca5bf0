package org.sluice.engine.export;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.adapter.LoraMethod;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.export.ModelParts.Tensor;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** Writes whole models: as they were trained, or with an adapter merged into them. */
public final class ModelFolder {
  private ModelFolder() {}

  /**
   * Writes a model whose weights were all trained.
   *
   * @param type in which the weights are stored: F32, F16 or BF16
   */
  public static void write(
      Path target,
      Model model,
      TokenizerFiles tokenizer,
      TensorType type,
      Map<String, String> provenance) {
    Check.that(model.trainsWeights(), "only a model whose weights are trained can be written so");
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    model
        .buffers()
        .forEach(
            (name, reader) ->
                tensors.put(
                    name, new Tensor(model.bufferShapes().get(name), () -> reader.apply(name))));
    trained(model, tensors);
    ModelForm.folder(type)
        .write(target, new ModelParts(model.config(), tokenizer, provenance, tensors));
  }

  /**
   * Writes a model some of whose weights were trained: those, and the base's for the others.
   *
   * @param base what the model was loaded from
   */
  public static void write(
      Path target,
      Model model,
      Checkpoint base,
      TokenizerFiles tokenizer,
      TensorType type,
      Map<String, String> provenance) {
    SortedMap<String, Tensor> tensors = ModelParts.tensors(base);
    trained(model, tensors);
    ModelForm.folder(type)
        .write(target, new ModelParts(model.config(), tokenizer, provenance, tensors));
  }

  private static void trained(Model model, SortedMap<String, Tensor> tensors) {
    for (Parameter parameter : model.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        tensors.put(part.name(), new Tensor(part.shape(), () -> parameter.read(part)));
      }
    }
  }

  /**
   * Writes a base with an adapter merged into it: W + alpha / r · B A, in float32, on the base's
   * own weights.
   *
   * @param onto must say {@link MergeOnto#ORIGINAL} when the adapter was trained beside quantised
   *     weights
   * @throws UserError when that is undecided, or when the adapter does not belong to the base
   */
  public static void merge(
      Path target, Checkpoint base, AdapterFolder adapter, ModelForm form, MergeOnto onto) {
    adapter.requireBase(base);
    Optional<Quantization> trainedOn = adapter.info().trainedOn();
    if (onto == MergeOnto.UNDECIDED && !trainedOn.equals(Optional.of(Quantization.NONE))) {
      throw UserError.of(
          "The adapter was trained beside weights in "
              + trainedOn.map(q -> q.name().toLowerCase(Locale.ROOT)).orElse("an unknown form")
              + "; merged into the original ones it gives a slightly different model",
          "set export.merge_onto to original if that is wanted, or export the adapter alone");
    }
    boolean plain = adapter.info().method() instanceof LoraMethod lora && lora.isPlain();
    if (!plain) {
      mergeByModel(target, base, adapter, form);
      return;
    }
    adapter.requireLayers(base.tensors());
    ModelParts parts = ModelParts.of(base, origin(adapter.info()));
    parts
        .tensors()
        .replaceAll(
            (name, tensor) -> new Tensor(tensor.shape(), () -> merged(base, adapter, name)));
    form.write(target, parts);
  }

  /** A weight of the base with what the adapter adds to it. */
  private static float[] merged(Checkpoint base, AdapterFolder adapter, String name) {
    float[] weight = ModelParts.read(base, name);
    if (!isWeight(name) || !adapter.changes(name)) {
      return weight;
    }
    int rows = (int) base.shape(name)[0];
    int columns = (int) base.shape(name)[1];
    if (base.config().modelType().equals(Architecture.GPT2.modelType()) && name.contains("h.")) {
      // its files hold [in, out]
      float[] turned = Parameter.transposed(weight, rows, columns);
      adapter.addTo(name, turned, columns, rows);
      return Parameter.transposed(turned, columns, rows);
    }
    adapter.addTo(name, weight, rows, columns);
    return weight;
  }

  private static Map<String, String> origin(AdapterInfo info) {
    Map<String, String> provenance = new TreeMap<>(info.provenance());
    provenance.put("base", info.base());
    info.baseDigest().ifPresent(digest -> provenance.put("base_digest", digest));
    info.trainedOn()
        .ifPresent(q -> provenance.put("trained_on", q.name().toLowerCase(Locale.ROOT)));
    return provenance;
  }

  /**
   * Any method: its model is run in float32 with the method in its weights, and these are written.
   */
  private static void mergeByModel(
      Path target, Checkpoint base, AdapterFolder folder, ModelForm form) {
    Method method = folder.info().method();
    if (!method.merges()) {
      throw UserError.of(
          "An adapter of " + method.peftType() + " is no change of weights",
          "export the adapter alone");
    }
    Checkpoint changed = method.base(base);
    try (Torch torch = Torch.onCpu(0)) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      Model model = Task.usual(changed.config()).load(torch, changed, options);
      Adapter adapter = folder.attachTo(model);
      adapter.merge();
      SortedMap<String, Tensor> tensors = ModelParts.tensors(changed);
      adapter
          .mergedWeights()
          .forEach(
              weight -> tensors.put(weight.name(), new Tensor(weight.shape(), weight.values())));
      form.write(
          target,
          new ModelParts(model.config(), TokenizerFiles.of(base), origin(folder.info()), tensors));
    }
  }

  private static boolean isWeight(String name) {
    return name.endsWith(".weight");
  }
}
