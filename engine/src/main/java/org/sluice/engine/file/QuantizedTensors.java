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
import org.sluice.base.UserError;

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

  /**
   * @param fileOf the file that has a tensor
   * @param stored names of all tensors in the files
   * @param settings quantization_config
   */
  QuantizedTensors(
      Function<String, SafetensorsFile> fileOf, Set<String> stored, Map<String, Object> settings) {
    this.fileOf = fileOf;
    this.stored = stored;
    this.settings = settings;
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
    if (state(name) != null) {
      JsonNode shape = state4(name).path("shape");
      return new long[] {shape.path(0).asLong(), shape.path(1).asLong()};
    }
    if (isPacked(name)) {
      long[] packed = info(module(name, WEIGHT) + ".qweight").shape();
      boolean awq = isAwq();
      return awq
          ? new long[] {packed[1] * 8, packed[0]}
          : new long[] {packed[1], packed[0] * 32 / bits()};
    }
    return info(name).shape();
  }

  float[] read(String name) {
    if (state(name) != null) {
      return fourBits(name);
    }
    if (isInt8(name)) {
      return PackedMatrix.int8(bytes(name), floats(module(name, WEIGHT) + ".SCB"));
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
      throw UserError.at(state(name), "", "is no JSON", "download the weights again").causedBy(e);
    }
  }

  private float[] fourBits(String name) {
    JsonNode state = state4(name);
    BlockCode code =
        state.path("quant_type").asText().equals("fp4") ? BlockCode.FP4 : BlockCode.NF4;
    int block = state.path("blocksize").asInt(64);
    long[] shape = shape(name);
    int count = Math.toIntExact(Math.multiplyExact(shape[0], shape[1]));
    float[] maxima =
        state.has("nested_offset")
            ? new BlockCode.Nested(
                    bytes(name + ".absmax"),
                    floats(name + ".nested_absmax"),
                    (float) state.path("nested_offset").asDouble())
                .restored()
            : floats(name + ".absmax");
    byte[] packed = bytes(name);
    if (packed.length < (count + 1) / 2 || maxima.length < (count + block - 1) / block) {
      throw UserError.at(
          name, "", "has fewer codes or scales than its shape needs", "download the weights again");
    }
    return code.dequantise(BlockCode.unpack(packed, count), maxima, block);
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
