package org.sluice.engine.export;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Finite;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Surplus;
import org.sluice.engine.model.Task;

/**
 * A whole model on its way to the disk, under the names and in the order of rows of its folder.
 *
 * @param provenance what is known of its origin
 * @param tensors their values are asked for one at a time
 */
public record ModelParts(
    ModelConfig config,
    TokenizerFiles tokenizer,
    Map<String, String> provenance,
    SortedMap<String, Tensor> tensors) {

  /** A tensor that is made when it is written. */
  public record Tensor(long[] shape, Supplier<float[]> values) {}

  /** A model as it is on the disk. */
  public static ModelParts of(Checkpoint checkpoint, Map<String, String> provenance) {
    if (Architecture.named(checkpoint.config().modelType()) != Architecture.LLAMA) {
      Task.checkShapes(checkpoint); // Llama's are compared when it is opened
    }
    return new ModelParts(
        checkpoint.config(), TokenizerFiles.of(checkpoint), provenance, tensors(checkpoint));
  }

  /** All tensors of a checkpoint; a GGUF file has tables beside the model's own. */
  static SortedMap<String, Tensor> tensors(Checkpoint base) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    Architecture architecture = Architecture.named(base.config().modelType());
    Map<String, long[]> shapes = new TreeMap<>();
    if (architecture == Architecture.LLAMA) {
      shapes.putAll(architecture.tensors(base.config()));
      Surplus.refuse(base, shapes.keySet(), Set.of());
    } else {
      base.tensors().forEach(name -> shapes.put(name, base.shape(name)));
    }
    shapes.forEach((name, shape) -> tensors.put(name, new Tensor(shape, () -> read(base, name))));
    return tensors;
  }

  /** A tensor's values; refused when one is no number. */
  static float[] read(Checkpoint base, String name) {
    return Finite.values(base.read(name), base.path(), name);
  }
}
