package org.sluice.engine.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.sluice.engine.conformance.Comparison.Heading;
import org.sluice.engine.file.GgufEncoder;
import org.sluice.engine.file.PackedMatrix;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.quantization.BlockCode;

/** What the engine's codecs make of golden values and bytes. */
final class FormatChecks {
  /** The library's own rounding to 8 bits is one step off at a few near ties. */
  private static final double OFF_BY_ONE = 0.01;

  private final SafetensorsFile file;

  FormatChecks(SafetensorsFile file) {
    this.file = file;
  }

  // ---- bitsandbytes ----

  void bitsAndBytes(Map<String, Consumer<Comparison>> checks) {
    for (String name : new TreeSet<>(file.tensors())) {
      if (name.startsWith("code.")) {
        checks.put(name, c -> table(c, name));
      } else if (name.matches("w\\d+\\..*\\.packed")) {
        checks.put(stem(name), c -> fourBits(c, stem(name)));
      } else if (name.matches("blockwise8\\..*\\.packed")) {
        checks.put(stem(name), c -> eightBits(c, stem(name)));
      } else if (name.matches("int8\\.[^.]*\\.weight")) {
        checks.put(stem(name), c -> int8(c, stem(name)));
      }
    }
    checks.put("linear4bit", this::linear4bit);
  }

  private static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private void table(Comparison c, String name) {
    BlockCode code =
        BlockCode.valueOf(name.substring("code.".length()).toUpperCase(java.util.Locale.ROOT));
    c.tensor(Heading.WEIGHTS, name, code.table(), file.floats(name));
  }

  /** w0.float32.nf4.b64 or w0.float32.nf4.b64.double. */
  private void fourBits(Comparison c, String name) {
    String[] words = name.split("\\.");
    float[] values = file.floats(words[0] + "." + words[1]);
    BlockCode code = BlockCode.valueOf(words[2].toUpperCase(java.util.Locale.ROOT));
    int block = Integer.parseInt(words[3].substring(1));
    BlockCode.Blocks rounded = code.quantise(values, block);
    same(c, name + ".packed", BlockCode.pack(rounded.codes()), bytes(name + ".packed"));
    float[] maxima;
    if (words.length > 4) {
      BlockCode.Nested nested = BlockCode.Nested.of(rounded.maxima());
      nearly(c, name + ".absmax", nested.codes(), bytes(name + ".absmax"), nested.maxima(), 256);
      c.tensor(
          Heading.WEIGHTS,
          name + ".nested_absmax",
          nested.maxima(),
          file.floats(name + ".nested_absmax"));
      c.tensor(
          Heading.WEIGHTS,
          name + ".nested_offset",
          new float[] {nested.offset()},
          file.floats(name + ".nested_offset"));
      maxima =
          new BlockCode.Nested(
                  bytes(name + ".absmax"),
                  file.floats(name + ".nested_absmax"),
                  file.floats(name + ".nested_offset")[0])
              .restored();
      c.tensor(
          Heading.WEIGHTS,
          name + ".absmax_restored",
          maxima,
          file.floats(name + ".absmax_restored"));
    } else {
      maxima = file.floats(name + ".absmax");
      c.tensor(Heading.WEIGHTS, name + ".absmax", rounded.maxima(), maxima);
    }
    byte[] codes = BlockCode.unpack(bytes(name + ".packed"), values.length);
    rounded(c, name + ".dequantised", code.dequantise(codes, maxima, block));
  }

  private void eightBits(Comparison c, String name) {
    int block = Integer.parseInt(name.substring(name.lastIndexOf('b') + 1));
    BlockCode.Blocks rounded = BlockCode.DYNAMIC.quantise(file.floats(name + ".x"), block);
    nearly(c, name + ".packed", rounded.codes(), bytes(name + ".packed"), rounded.maxima(), block);
    float[] maxima = file.floats(name + ".absmax");
    c.tensor(Heading.WEIGHTS, name + ".absmax", rounded.maxima(), maxima);
    rounded(
        c,
        name + ".dequantised",
        BlockCode.DYNAMIC.dequantise(bytes(name + ".packed"), maxima, block));
  }

  /** Products with int8 activations are not made here: weights are dequantised. */
  private void int8(Comparison c, String name) {
    float[] weight = file.floats(name + ".weight");
    int rows = (int) file.info(name + ".weight").shape()[0];
    float[] maxima = PackedMatrix.rowMaxima(weight, rows);
    c.tensor(Heading.WEIGHTS, name + ".SCB", maxima, file.floats(name + ".SCB"));
    same(c, name + ".CB", PackedMatrix.int8Codes(weight, maxima), bytes(name + ".CB"));
    float[] dequantised = PackedMatrix.int8(bytes(name + ".CB"), file.floats(name + ".SCB"));
    rounded(c, name + ".dequantised", dequantised);
    float[] layer = PackedMatrix.int8(bytes(name + ".layer.CB"), file.floats(name + ".layer.SCB"));
    float[] y = product(file.floats(name + ".x"), layer, weight.length / rows);
    float[] bias = file.floats(name + ".bias");
    for (int i = 0; i < y.length; i++) {
      y[i] += bias[i % rows];
    }
    for (String threshold : new String[] {"0", "6"}) {
      rounded(c, name + ".linear.threshold" + threshold + ".train_cpu", y, Heading.LOGITS);
    }
  }

  private void linear4bit(Comparison c) {
    BlockCode.Blocks blocks = BlockCode.NF4.quantise(file.floats("linear4bit.weight"), 64);
    float[] maxima = BlockCode.Nested.of(blocks.maxima()).restored();
    float[] weight = BlockCode.NF4.dequantise(blocks.codes(), maxima, 64);
    int in = (int) file.info("linear4bit.weight").shape()[1];
    float[] y = product(file.floats("linear4bit.x"), weight, in);
    // a scale may be one code off, see nearly
    c.tensor(Heading.PRODUCT, "linear4bit.y_float32", y, file.floats("linear4bit.y_float32"));
  }

  private static float[] product(float[] x, float[] weight, int in) {
    int rows = x.length / in;
    int out = weight.length / in;
    float[] y = new float[rows * out];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < out; o++) {
        double sum = 0;
        for (int i = 0; i < in; i++) {
          sum += (double) x[r * in + i] * weight[o * in + i];
        }
        y[r * out + o] = (float) sum;
      }
    }
    return y;
  }

  // ---- GGUF's blocks ----

  void ggml(Map<String, Consumer<Comparison>> checks) {
    for (String name : new TreeSet<>(file.tensors())) {
      if (name.endsWith(".bytes")) {
        checks.put(stem(name), c -> ggml(c, stem(name)));
      }
    }
  }

  private void ggml(Comparison c, String name) {
    String type = name.split("\\.")[0];
    byte[] bytes = bytes(name + ".bytes");
    c.tensor(
        Heading.WEIGHTS,
        name + ".dequantised",
        GgufEncoder.decode(type, bytes),
        file.floats(name + ".dequantised"));
    if (file.tensors().contains(name + ".input")) {
      byte[] got = GgufEncoder.encode(type, file.floats(name + ".input"));
      same(c, name + ".bytes", got, bytes);
    }
  }

  // ---- GPTQ and AWQ ----

  void gptqAndAwq(Map<String, Consumer<Comparison>> checks) {
    for (String name : new TreeSet<>(file.tensors())) {
      if (name.endsWith(".qweight")) {
        checks.put(stem(name), c -> packed(c, stem(name)));
      }
    }
  }

  private void packed(Comparison c, String name) {
    long[] shape = file.info(name + ".dequantised_in_out").shape();
    int in = (int) shape[0];
    int out = (int) shape[1];
    int[] qweight = ints(name + ".qweight");
    float[] scales = file.floats(name + ".scales");
    if (name.startsWith("awq")) {
      compare(c, name, PackedMatrix.awq(qweight, ints(name + ".qzeros"), scales, in), in, out);
      return;
    }
    int bits = Integer.parseInt(name.replaceAll("\\D*(\\d)bit.*", "$1"));
    int[] groups = ints(name + ".g_idx");
    for (int added = 0; added < 2; added++) {
      int[] zeros = ints(name + (added == 1 ? ".qzeros" : ".qzeros_v2"));
      compare(c, name, PackedMatrix.gptq(qweight, zeros, scales, groups, bits, added), in, out);
    }
  }

  private void compare(Comparison c, String name, float[] got, int in, int out) {
    float[] turned = new float[got.length];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        turned[i * out + o] = got[o * in + i];
      }
    }
    String full = name + ".dequantised_in_out";
    c.tensor(Heading.WEIGHTS, full, turned, file.floats(full));
  }

  // ---- comparing ----

  private void rounded(Comparison c, String name, float[] got) {
    rounded(c, name, got, Heading.WEIGHTS);
  }

  /** Compares with values that were stored in a narrower type: within half a step of it. */
  private void rounded(Comparison c, String name, float[] got, Heading heading) {
    TensorType type = file.info(name).type();
    float[] wanted = file.floats(name);
    if (type == TensorType.F32) {
      c.tensor(heading, name, got, wanted);
      return;
    }
    // sums rounded on their way may be a step further off
    double step =
        (heading == Heading.WEIGHTS ? 0.5 : 2) * (type == TensorType.F16 ? 0x1p-10 : 0x1p-7);
    float[] snapped = got.clone();
    for (int i = 0; i < got.length; i++) {
      double room = step * Math.max(Math.abs(wanted[i]), 0x1p-14) * 1.001;
      double most = heading == Heading.WEIGHTS ? room : Math.max(room, step);
      snapped[i] = Math.abs(got[i] - wanted[i]) <= most ? wanted[i] : got[i];
    }
    c.tensor(heading, name, snapped, wanted);
  }

  private static void same(Comparison c, String name, byte[] got, byte[] wanted) {
    if (!Arrays.equals(got, wanted)) {
      c.failure(name + " differs at byte " + Arrays.mismatch(got, wanted));
    }
  }

  /**
   * Codes of a rising table that may be one step off now and then; of a block of zeros any code
   * will do.
   */
  private static void nearly(
      Comparison c, String name, byte[] got, byte[] wanted, float[] maxima, int block) {
    int off = 0;
    boolean far = got.length != wanted.length;
    for (int i = 0; i < wanted.length && !far; i++) {
      int apart = maxima[i / block] == 0 ? 0 : Math.abs((got[i] & 0xff) - (wanted[i] & 0xff));
      off += apart > 0 ? 1 : 0;
      far = apart > 1;
    }
    if (far || off > Math.ceil(OFF_BY_ONE * wanted.length)) {
      c.failure(name + " differs in " + off + " of " + wanted.length + " codes");
    }
  }

  private byte[] bytes(String name) {
    ByteBuffer buffer = file.bytes(name);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private int[] ints(String name) {
    int[] values = new int[(int) file.info(name).count()];
    file.bytes(name).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }
}
