package org.sluice.engine.conformance;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.model.Inputs;
import org.sluice.engine.model.Task;
import org.sluice.engine.train.Row;

/**
 * The batch of a case.
 *
 * @param rows rows and padded width
 * @param mask 1 at real tokens, row-major
 */
record GoldenBatch(int rows, int width, long[] ids, long[] mask, SafetensorsFile file) {
  static GoldenBatch of(SafetensorsFile file) {
    long[] shape = file.info("input_ids").shape();
    return new GoldenBatch(
        (int) shape[0],
        (int) shape[1],
        file.longs("input_ids"),
        file.longs("attention_mask"),
        file);
  }

  /**
   * Real positions, row-major.
   *
   * @param virtual tokens in front of each row, all real
   */
  boolean[] real(int virtual) {
    int all = width + virtual;
    boolean[] real = new boolean[rows * all];
    for (int i = 0; i < real.length; i++) {
      int place = i % all - virtual;
      real[i] = place < 0 || mask[i / all * width + place] == 1;
    }
    return real;
  }

  /**
   * The rows as training takes them: without padding behind, which nobody sees. Padding in front
   * stays, since its last position foretells the first real token, and transformers counts that.
   */
  List<Row> causalRows() {
    long[] labels = file.longs("labels");
    List<Row> out = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int first = row * width;
      int padding = 0;
      while (mask[first + padding] == 0) {
        padding++;
      }
      out.add(
          padding == 0
              ? Row.of(withoutPadding(ids, row), withoutPadding(labels, row))
              : Row.padded(table(ids, width)[row], table(labels, width)[row], padding));
    }
    return out;
  }

  /**
   * The batch with its padding, for models of other tasks.
   *
   * @param typed whether the model is told which of two texts a token belongs to
   */
  Inputs inputs(Task task, boolean typed) {
    Inputs all = Inputs.of(table(ids, width), table(mask, width));
    if (typed && file.tensors().contains("token_type_ids")) {
      all = all.withTypes(table(file.longs("token_type_ids"), width));
    }
    if (file.tensors().contains("start_positions")) {
      int[][] first = table(file.longs("start_positions"), rows);
      return all.withSpans(first[0], table(file.longs("end_positions"), rows)[0]);
    }
    if (task == Task.FEATURE_EXTRACTION || !file.tensors().contains("labels")) {
      return all;
    }
    if (file.info("labels").type() != TensorType.I64) {
      float[] values = file.floats("labels");
      int each = values.length / rows;
      float[][] targets = new float[rows][];
      for (int row = 0; row < rows; row++) {
        targets[row] = java.util.Arrays.copyOfRange(values, row * each, (row + 1) * each);
      }
      return all.withValues(targets);
    }
    long[] labels = file.longs("labels");
    return all.withLabels(table(labels, labels.length / rows));
  }

  private static int[][] table(long[] values, int width) {
    int[][] table = new int[values.length / width][width];
    for (int i = 0; i < values.length; i++) {
      table[i / width][i % width] = (int) values[i];
    }
    return table;
  }

  private int[] withoutPadding(long[] values, int row) {
    return withoutPadding(values, mask, row, width);
  }

  private static int[] withoutPadding(long[] values, long[] mask, int row, int width) {
    int[] kept = new int[width];
    int count = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      if (mask[i] == 1) {
        kept[count++] = (int) values[i];
      }
    }
    return java.util.Arrays.copyOf(kept, count);
  }

  /** Tokens before the generated ones: the padded prompt, or an encoder-decoder's start token. */
  int promptWidth() {
    return file.tensors().contains("decoder_input_ids")
        ? 1
        : (int) file.info("gen_input_ids").shape()[1];
  }

  /** Which prompts are padded. */
  boolean[] paddedPrompts() {
    int all = (int) file.info("gen_input_ids").shape()[1];
    List<int[]> prompts = prompts();
    boolean[] padded = new boolean[prompts.size()];
    for (int i = 0; i < padded.length; i++) {
      padded[i] = prompts.get(i).length < all;
    }
    return padded;
  }

  /** The prompts to go on from, without their padding. */
  List<int[]> prompts() {
    long[] prompts = file.longs("gen_input_ids");
    long[] promptMask = file.longs("gen_attention_mask");
    long[] shape = file.info("gen_input_ids").shape();
    List<int[]> out = new ArrayList<>();
    for (int row = 0; row < shape[0]; row++) {
      out.add(withoutPadding(prompts, promptMask, row, (int) shape[1]));
    }
    return out;
  }
}
