package org.sluice.engine.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sluice.engine.export.ModelParts.Tensor;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.Halves;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.PackedMatrix;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.quantization.BlockCode;
import org.sluice.engine.tensor.Parameter;

/**
 * A Hugging Face folder whose layers' matrices are in a form of bitsandbytes, as transformers
 * writes one: NF4 and FP4 (Dettmers et al. 2023) in blocks of 64, LLM.int8 (Dettmers et al. 2022)
 * by rows. Embeddings, norms, output layers, routers and experts stay as they are, as in
 * transformers.
 *
 * @param type of what is not quantised, and that which transformers unpacks to
 */
record BitsAndBytesFolder(TensorType type, Code code) implements ModelForm {
  /** The forms. */
  enum Code {
    NF4,
    /** With the blocks' scales quantised in their turn. */
    NF4_DOUBLE,
    FP4,
    FP4_DOUBLE,
    INT8;

    /** As users write it. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean nested() {
      return this == NF4_DOUBLE || this == FP4_DOUBLE;
    }

    BlockCode table() {
      return this == FP4 || this == FP4_DOUBLE ? BlockCode.FP4 : BlockCode.NF4;
    }
  }

  /** In a layer; what transformers has as linear layers there. */
  private static final Pattern IN_LAYER =
      Pattern.compile("(.*\\.)?(layers|h|block|layer)\\.\\d+\\..*");

  /** What looks like a linear layer and is none, and what transformers keeps in float32. */
  private static final Pattern NOT_LINEAR =
      Pattern.compile(
          ".*(relative_attention_bias|\\.experts\\.\\d+\\..*|\\.gate|embed[^.]*"
              + "|DenseReluDense\\.wo)\\.weight");

  @Override
  public void write(Path target, ModelParts parts) {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
    TreeSet<String> kept = new TreeSet<>();
    kept.add("lm_head"); // transformers makes one even where the embedding stands in for it
    boolean turned = parts.config().modelType().equals(Architecture.GPT2.modelType());
    parts
        .tensors()
        .forEach(
            (name, tensor) -> {
              boolean matrix = name.endsWith(".weight") && tensor.shape().length == 2;
              if (matrix && isLinear(name)) {
                add(writer, name, turned ? transposed(tensor) : tensor);
              } else {
                writer.addFloats(name, type, tensor.shape(), tensor.values());
                if (matrix) {
                  kept.add(module(name));
                }
              }
            });
    ObjectNode config = ConfigWriter.config(parts.config(), type);
    ObjectNode settings = config.putObject("quantization_config");
    settings.put("quant_method", "bitsandbytes");
    settings.put("load_in_4bit", code != Code.INT8).put("load_in_8bit", code == Code.INT8);
    kept.forEach(settings.putArray("llm_int8_skip_modules")::add);
    settings.put("llm_int8_threshold", 6.0).put("llm_int8_has_fp16_weight", false);
    if (code != Code.INT8) {
      settings.put("bnb_4bit_quant_type", quantType());
      settings.put("bnb_4bit_use_double_quant", code.nested());
      settings.put("bnb_4bit_compute_dtype", ConfigWriter.dtype(type));
      settings.put("bnb_4bit_quant_storage", "uint8");
    }
    PlainFolder.write(target, parts, writer, config);
  }

  private static boolean isLinear(String name) {
    return IN_LAYER.matcher(name).matches() && !NOT_LINEAR.matcher(name).matches();
  }

  private static String module(String weight) {
    return weight.substring(0, weight.length() - ".weight".length());
  }

  /** GPT-2's files hold [in, out]; bitsandbytes keeps all matrices as [out, in]. */
  private static Tensor transposed(Tensor tensor) {
    int rows = (int) tensor.shape()[0];
    int columns = (int) tensor.shape()[1];
    return new Tensor(
        new long[] {columns, rows},
        () -> Parameter.transposed(tensor.values().get(), rows, columns));
  }

  private String quantType() {
    return code.table().name().toLowerCase(Locale.ROOT);
  }

  /**
   * A matrix is quantised twice: now for its scales, which the header must know, and again for its
   * codes when they are written, so that never more than one matrix is in memory.
   */
  private void add(SafetensorsWriter writer, String name, Tensor tensor) {
    if (code == Code.INT8) {
      addInt8(writer, name, tensor);
      return;
    }
    float[] maxima = code.table().quantise(stored(tensor), BlockCode.BLOCK).maxima();
    long count = tensor.shape()[0] * tensor.shape()[1];
    writer.add(
        name,
        TensorType.U8,
        new long[] {(count + 1) / 2, 1},
        () ->
            ByteBuffer.wrap(
                BlockCode.pack(code.table().quantise(stored(tensor), BlockCode.BLOCK).codes())));
    floats(writer, name + ".quant_map", code.table().table());
    ObjectNode state = Json.MAPPER.createObjectNode();
    state.put("quant_type", quantType()).put("blocksize", BlockCode.BLOCK);
    state.put("dtype", ConfigWriter.dtype(type));
    state.putArray("shape").add(tensor.shape()[0]).add(tensor.shape()[1]);
    if (code.nested()) {
      BlockCode.Nested nested = BlockCode.Nested.of(maxima);
      bytes(writer, name + ".absmax", nested.codes());
      floats(writer, name + ".nested_absmax", nested.maxima());
      floats(writer, name + ".nested_quant_map", BlockCode.DYNAMIC.table());
      state.put("nested_blocksize", BlockCode.NESTED_BLOCK).put("nested_dtype", "float32");
      state.put("nested_offset", (double) nested.offset());
    } else {
      floats(writer, name + ".absmax", maxima);
    }
    bytes(
        writer,
        name + ".quant_state.bitsandbytes__" + quantType(),
        state.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** bitsandbytes rounds to half precision before it looks for a row's largest magnitude. */
  private void addInt8(SafetensorsWriter writer, String name, Tensor tensor) {
    int rows = (int) tensor.shape()[0];
    float[] maxima = PackedMatrix.rowMaxima(halves(tensor), rows);
    writer.add(
        name,
        TensorType.I8,
        tensor.shape(),
        () -> ByteBuffer.wrap(PackedMatrix.int8Codes(halves(tensor), maxima)));
    floats(writer, module(name) + ".SCB", maxima);
    writer.add(
        module(name) + ".weight_format",
        TensorType.U8,
        new long[0],
        () -> ByteBuffer.wrap(new byte[1]));
  }

  private static float[] halves(Tensor tensor) {
    float[] values = tensor.values().get().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Halves.fromF16(Halves.toF16(values[i]));
    }
    return values;
  }

  /** The values as the plain folder would hold them. */
  private float[] stored(Tensor tensor) {
    float[] values = tensor.values().get();
    if (type == TensorType.F32) {
      return values;
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] =
          type == TensorType.F16
              ? Halves.fromF16(Halves.toF16(values[i]))
              : Halves.fromBf16(Halves.toBf16(values[i]));
    }
    return rounded;
  }

  private static void floats(SafetensorsWriter writer, String name, float[] values) {
    writer.addFloats(name, TensorType.F32, new long[] {values.length}, () -> values);
  }

  private static void bytes(SafetensorsWriter writer, String name, byte[] values) {
    writer.add(
        name,
        TensorType.U8,
        new long[] {values.length},
        () -> ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN));
  }
}
