package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.quantization.BlockCode;

/**
 * The tensors of a checkpoint that was quantised by bitsandbytes (4 bits, LLM.int8), GPTQ or AWQ:
 * several in the file for each of the model's, which are seen here as plain matrices.
 */
final class QuantizedTensors {
  private static final String WEIGHT = ".weight";
  private static final List<String> STATES =
      List.of(".quant_state.bitsandbytes__nf4", ".quant_state.bitsandbytes__fp4");

  /** Ends of names of tensors that belong to another. */
  private static final List<String> AUXILIARY =
      List.of(
          ".absmax",
          ".quant_map",
          ".nested_absmax",
          ".nested_quant_map",
          ".SCB",
          ".weight_format",
          ".qweight",
          ".qzeros",
          ".scales",
          ".g_idx");

  private final Function<String, SafetensorsFile> fileOf;
  private final Set<String> stored;
  private final Map<String, Object> settings;
  private final boolean turned;

  /**
   * @param fileOf the file that has a tensor
   * @param stored names of all tensors in the files
   * @param settings quantization_config
   * @param turned whether plain files of this architecture hold [in, out], as GPT-2's: bitsandbytes
   *     has [out, in] always
   */
  QuantizedTensors(
      Function<String, SafetensorsFile> fileOf,
      Set<String> stored,
      Map<String, Object> settings,
      boolean turned) {
    this.fileOf = fileOf;
    this.stored = stored;
    this.settings = settings;
    this.turned = turned;
  }

  /** Names as the model has them. */
  Set<String> tensors() {
    Set<String> names = new TreeSet<>();
    for (String name : stored) {
      if (name.endsWith(".qweight")) {
        names.add(module(name, ".qweight") + WEIGHT);
      } else if (AUXILIARY.stream().noneMatch(name::endsWith)
          && STATES.stream().noneMatch(name::endsWith)) {
        names.add(name);
      }
    }
    return names;
  }

  private static String module(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  /** Whether a tensor of the model is kept in few bits. */
  boolean packs(String name) {
    return state(name) != null || isInt8(name) || isPacked(name);
  }

  private String state(String name) {
    return STATES.stream().map(end -> name + end).filter(stored::contains).findFirst().orElse(null);
  }

  private boolean isInt8(String name) {
    return name.endsWith(WEIGHT) && stored.contains(module(name, WEIGHT) + ".SCB");
  }

  private boolean isPacked(String name) {
    return name.endsWith(WEIGHT) && stored.contains(module(name, WEIGHT) + ".qweight");
  }

  long[] shape(String name) {
    if (isPacked(name)) {
      long[] packed = info(module(name, WEIGHT) + ".qweight").shape();
      boolean awq = isAwq();
      return awq
          ? new long[] {packed[1] * 8, packed[0]}
          : new long[] {packed[1], packed[0] * 32 / bits()};
    }
    long[] shape = bitsAndBytesShape(name);
    return turned ? new long[] {shape[1], shape[0]} : shape;
  }

  /** [out, in]. */
  private long[] bitsAndBytesShape(String name) {
    if (state(name) == null) {
      return info(name).shape();
    }
    JsonNode shape = state4(name).path("shape");
    long rows = shape.path(0).asLong();
    long columns = shape.path(1).asLong();
    // a byte holds two values: more than that many would not be in the file
    if (rows < 1 || columns < 1 || rows > 2 * info(name).count() / columns + 1) {
      throw damaged(name, "its shape is " + Shown.of(shape.toString()));
    }
    return new long[] {rows, columns};
  }

  private UserError damaged(String name, String problem) {
    return UserError.at(
        fileOf.apply(name).path(),
        Shown.of(name),
        "the file is damaged: " + problem,
        "copy or download it again");
  }

  float[] read(String name) {
    if (state(name) != null || isInt8(name)) {
      long[] shape = bitsAndBytesShape(name);
      float[] values =
          isInt8(name)
              ? int8(name, (int) shape[0])
              : fourBits(name, Math.toIntExact(shape[0] * shape[1]));
      return turned ? transposed(values, (int) shape[0], (int) shape[1]) : values;
    }
    String module = module(name, WEIGHT);
    int[] qweight = ints(module + ".qweight");
    int[] qzeros = ints(module + ".qzeros");
    float[] scales = floats(module + ".scales");
    int in = (int) shape(name)[1];
    if (isAwq()) {
      return PackedMatrix.awq(qweight, qzeros, scales, in);
    }
    int[] groups = new int[in];
    int size = settings.get("group_size") instanceof Number n ? n.intValue() : -1;
    for (int i = 0; i < in; i++) {
      groups[i] = size > 0 ? i / size : 0;
    }
    if (stored.contains(module + ".g_idx")) {
      groups = ints(module + ".g_idx");
    }
    int added = "gptq_v2".equals(settings.get("checkpoint_format")) ? 0 : 1;
    return PackedMatrix.gptq(qweight, qzeros, scales, groups, bits(), added);
  }

  private boolean isAwq() {
    return "awq".equals(settings.get("quant_method"));
  }

  private int bits() {
    return settings.get("bits") instanceof Number number ? number.intValue() : 4;
  }

  private JsonNode state4(String name) {
    String text = new String(bytes(state(name)), StandardCharsets.UTF_8);
    try {
      return Json.MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw damaged(state(name), "it is no JSON").causedBy(e);
    }
  }

  private float[] int8(String name, int rows) {
    float[] maxima = floats(module(name, WEIGHT) + ".SCB");
    if (maxima.length != rows) {
      throw damaged(name, "it has " + rows + " rows and " + maxima.length + " scales");
    }
    return PackedMatrix.int8(bytes(name), maxima);
  }

  private float[] fourBits(String name, int count) {
    JsonNode state = state4(name);
    BlockCode code =
        state.path("quant_type").asText().equals("fp4") ? BlockCode.FP4 : BlockCode.NF4;
    int block = state.path("blocksize").asInt(64);
    if (block < 1) {
      throw damaged(name, "its blocks have " + block + " values");
    }
    float[] maxima = state.has("nested_offset") ? nested(name, state) : floats(name + ".absmax");
    byte[] packed = bytes(name);
    if (packed.length < (count + 1) / 2 || maxima.length < (count + block - 1L) / block) {
      throw damaged(name, "it has fewer codes or scales than its shape needs");
    }
    return code.dequantise(BlockCode.unpack(packed, count), maxima, block);
  }

  private float[] nested(String name, JsonNode state) {
    byte[] codes = bytes(name + ".absmax");
    float[] maxima = floats(name + ".nested_absmax");
    if (maxima.length < (codes.length + BlockCode.NESTED_BLOCK - 1) / BlockCode.NESTED_BLOCK) {
      throw damaged(name, "its scales have too few scales of theirs");
    }
    float offset = (float) state.path("nested_offset").asDouble();
    return new BlockCode.Nested(codes, maxima, offset).restored();
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }

  private TensorInfo info(String name) {
    return fileOf.apply(name).info(name);
  }

  private float[] floats(String name) {
    return fileOf.apply(name).floats(name);
  }

  private byte[] bytes(String name) {
    ByteBuffer buffer = fileOf.apply(name).bytes(name);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private int[] ints(String name) {
    int[] values = new int[(int) info(name).count()];
    fileOf.apply(name).bytes(name).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }
}
