package org.sluice.engine.train;

import ai.djl.pytorch.engine.PtNDArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.tensor.Parameter;

/**
 * The training state on disk: one safetensors file with weights under their own names, moments
 * under {@code exp_avg.NAME} and {@code exp_avg_sq.NAME}, and the number of steps in its metadata.
 * What a method knows besides lies under {@code method.NAME}. The state of the dropout is a
 * function of the seed and the step: there is nothing to keep.
 */
record TrainState(AdamW optimiser, int stepsDone, TrainOptions options) {
  private static final String FILE = "train_state.safetensors";
  private static final String STEPS = "steps_done";
  private static final String FIRST = "exp_avg.";
  private static final String SECOND = "exp_avg_sq.";

  private static final String METHOD = "method.";

  /**
   * Writes it.
   *
   * @param besides what the method knows
   */
  void save(Path folder, Map<String, float[]> besides) {
    SafetensorsWriter writer =
        new SafetensorsWriter(
            Map.of(STEPS, Integer.toString(stepsDone), "seed", Long.toString(options.seed())));
    for (int i = 0; i < optimiser.parameters().size(); i++) {
      Parameter parameter = optimiser.parameters().get(i);
      PtNDArray first = optimiser.first(i);
      PtNDArray second = optimiser.second(i);
      for (Parameter.Part part : parameter.parts()) {
        add(writer, part.name(), parameter, parameter.master(), part);
        add(writer, FIRST + part.name(), parameter, first, part);
        add(writer, SECOND + part.name(), parameter, second, part);
      }
    }
    besides.forEach(
        (name, values) ->
            writer.addFloats(
                METHOD + name, TensorType.F32, new long[] {values.length}, () -> values));
    writer.write(folder.resolve(FILE));
  }

  private static void add(
      SafetensorsWriter writer,
      String name,
      Parameter parameter,
      PtNDArray tensor,
      Parameter.Part part) {
    writer.addFloats(name, TensorType.F32, part.shape(), () -> parameter.slice(tensor, part));
  }

  /**
   * Reads the state into the optimiser, and what the method knew into a map; gives the steps done.
   */
  static int restore(Path folder, AdamW optimiser, Map<String, float[]> besides) {
    Path path = folder.resolve(FILE);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      int steps = steps(path, file);
      file.tensors().stream()
          .filter(name -> name.startsWith(METHOD))
          .forEach(name -> besides.put(name.substring(METHOD.length()), file.floats(name)));
      for (int i = 0; i < optimiser.parameters().size(); i++) {
        Parameter parameter = optimiser.parameters().get(i);
        for (Parameter.Part part : parameter.parts()) {
          parameter.write(parameter.master(), part, read(path, file, part.name(), part));
          parameter.write(optimiser.first(i), part, read(path, file, FIRST + part.name(), part));
          parameter.write(optimiser.second(i), part, read(path, file, SECOND + part.name(), part));
        }
      }
      return steps;
    }
  }

  private static int steps(Path path, SafetensorsFile file) {
    try {
      return Integer.parseInt(file.metadata().getOrDefault(STEPS, ""));
    } catch (NumberFormatException e) {
      throw UserError.at(path, STEPS, "this is no training state", "resume from another checkpoint")
          .causedBy(e);
    }
  }

  private static float[] read(Path path, SafetensorsFile file, String name, Parameter.Part part) {
    if (!file.tensors().contains(name) || !Arrays.equals(file.info(name).shape(), part.shape())) {
      throw UserError.at(
          path,
          name,
          "the checkpoint was made by another model or adapter",
          "train into another folder, or resume with the settings it was made with");
    }
    return file.floats(name);
  }
}
