package org.sluice.engine.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes.
 *
 * <p>The whole header is checked when the file is opened; tensors are read one at a time. Errors
 * are {@link UserError}s that name the file and the tensor.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** The limit of the safetensors library itself. */
  private static final int MAX_HEADER_BYTES = 100_000_000;

  private static final String DAMAGED = "copy or download the file again";

  private record Entry(TensorInfo info, long offset) {}

  private final RandomFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsFile(RandomFile file) {
    this.file = file;
  }

  /** Opens the file and reads its header. */
  public static SafetensorsFile open(Path path) {
    SafetensorsFile opened = new SafetensorsFile(RandomFile.open(path));
    try {
      opened.readHeader();
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  Path path() {
    return file.path();
  }

  /** Names of all tensors, in the header's order. */
  public Set<String> tensors() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** The strings of {@code __metadata__}. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /** Type and shape of a tensor. */
  public TensorInfo info(String name) {
    return entry(name).info;
  }

  /** A floating tensor (F64, F32, F16, BF16) in float32, row-major. */
  public float[] floats(String name) {
    Entry entry = entry(name);
    TensorType type = entry.info.type();
    float[] out = new float[elements(entry)];
    RandomFile.Decoder decoder =
        switch (type) {
          case F32 -> (piece, at, count) -> piece.asFloatBuffer().get(out, at, count);
          case F64 ->
              (piece, at, count) -> {
                for (int i = at; i < at + count; i++) {
                  out[i] = (float) piece.getDouble();
                }
              };
          case F16 ->
              (piece, at, count) -> {
                for (int i = at; i < at + count; i++) {
                  out[i] = Halves.fromF16(piece.getShort());
                }
              };
          case BF16 ->
              (piece, at, count) -> {
                for (int i = at; i < at + count; i++) {
                  out[i] = Halves.fromBf16(piece.getShort());
                }
              };
          case I64, I32, I16, I8, U8, BOOL ->
              throw UserError.at(
                  file.path(),
                  name,
                  "has the type " + type + " where a floating type is needed",
                  "take the weights in F32, F16 or BF16");
        };
    file.decode(entry.offset, out.length, 1, type.bytes(), name, decoder);
    return out;
  }

  /** An I64 tensor. */
  public long[] longs(String name) {
    Entry entry = entry(name);
    if (entry.info.type() != TensorType.I64) {
      throw UserError.at(
          file.path(), name, "has the type " + entry.info.type() + ", I64 is needed", DAMAGED);
    }
    long[] out = new long[elements(entry)];
    file.decode(
        entry.offset,
        out.length,
        1,
        Long.BYTES,
        name,
        (piece, at, count) -> piece.asLongBuffer().get(out, at, count));
    return out;
  }

  /** The tensor's bytes as they lie in the file, in a direct little-endian buffer. */
  public ByteBuffer bytes(String name) {
    Entry entry = entry(name);
    if (entry.info.bytes() > Integer.MAX_VALUE - 8) {
      throw UserError.at(file.path(), name, "is larger than 2 GiB", "save it in a smaller type");
    }
    return file.readDirect(entry.offset, (int) entry.info.bytes(), name);
  }

  @Override
  public void close() {
    file.close();
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw UserError.at(
          file.path(),
          Shown.of(name),
          "there is no such tensor",
          "take the files of one and the same model");
    }
    return entry;
  }

  private int elements(Entry entry) {
    if (entry.info.count() > Integer.MAX_VALUE - 8) {
      throw UserError.at(
          file.path(), entry.info.name(), "has more than 2^31 elements", "split the tensor");
    }
    return (int) entry.info.count();
  }

  private void readHeader() {
    long length = file.read(0, Long.BYTES, "header").getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw UserError.at(
          file.path(),
          "header",
          "this is no safetensors file: it declares a header of " + length + " bytes",
          DAMAGED);
    }
    ByteBuffer header = file.read(Long.BYTES, (int) length, "header");
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(StandardCharsets.UTF_8.decode(header).toString());
    } catch (JsonProcessingException e) {
      throw damaged("header", "is no JSON").causedBy(e);
    }
    if (!json.isObject()) {
      throw damaged("header", "is no JSON object");
    }
    long dataStart = Long.BYTES + length;
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getKey().equals("__metadata__")) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        entries.put(field.getKey(), parse(field.getKey(), field.getValue(), dataStart));
      }
    }
  }

  private Entry parse(String name, JsonNode node, long dataStart) {
    TensorType type;
    try {
      type = TensorType.valueOf(node.path("dtype").asText());
    } catch (IllegalArgumentException e) {
      throw UserError.at(
              file.path(),
              Shown.of(name),
              "has the type '"
                  + Shown.of(node.path("dtype").asText())
                  + "', which is not read here",
              "convert the weights to F32, F16 or BF16")
          .causedBy(e);
    }
    JsonNode dimensions = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!dimensions.isArray() || offsets.size() != 2) {
      throw damaged(name, "has no shape or no data_offsets");
    }
    long[] shape = new long[dimensions.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = natural(dimensions.get(i), name);
    }
    long begin = natural(offsets.get(0), name);
    long end = natural(offsets.get(1), name);
    TensorInfo info = new TensorInfo(name, type, shape);
    long bytes;
    try {
      bytes = info.bytes();
    } catch (ArithmeticException e) {
      throw damaged(name, "has an absurd shape").causedBy(e);
    }
    if (end < begin || end - begin != bytes) {
      throw damaged(name, "takes " + (end - begin) + " bytes where its shape needs " + bytes);
    }
    if (end > file.size() - dataStart) {
      throw file.truncated(
          Shown.of(name), end > Long.MAX_VALUE - dataStart ? end : dataStart + end);
    }
    return new Entry(info, dataStart + begin);
  }

  private long natural(JsonNode node, String name) {
    if (!node.canConvertToLong() || !node.isIntegralNumber() || node.longValue() < 0) {
      throw damaged(name, "has a shape or an offset that is no natural number");
    }
    return node.longValue();
  }

  private UserError damaged(String place, String problem) {
    return UserError.at(file.path(), Shown.of(place), "the file is damaged: " + problem, DAMAGED);
  }
}
