package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.sluice.base.Check;

/**
 * Writes a safetensors file: all of it or nothing. The bytes go to a temporary file beside the
 * target, reach the disk, and only then take the target's name.
 *
 * <p>Tensors are declared first and their values asked for one at a time while writing, so one
 * tensor is in memory. Names are written in alphabetical order, larger types first, as the
 * safetensors library does; the same tensors therefore give the same bytes.
 */
public final class SafetensorsWriter {
  private record Entry(TensorInfo info, Supplier<ByteBuffer> bytes) {}

  private static final int CHUNK = 1 << 18;

  private final Map<String, String> metadata;
  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * @param metadata strings for {@code __metadata__}; may be empty
   */
  public SafetensorsWriter(Map<String, String> metadata) {
    this.metadata = new TreeMap<>(metadata);
  }

  /**
   * Declares a tensor given by its bytes.
   *
   * @param bytes called once; the buffer's remaining bytes are the tensor, little-endian, row-major
   */
  public SafetensorsWriter add(
      String name, TensorType type, long[] shape, Supplier<ByteBuffer> bytes) {
    Entry old = entries.put(name, new Entry(new TensorInfo(name, type, shape), bytes));
    Check.that(old == null, "tensor %s is declared twice", name);
    return this;
  }

  /** Declares a tensor of float32 values, stored as F32, F16 or BF16 (to nearest even). */
  public SafetensorsWriter addFloats(
      String name, TensorType type, long[] shape, Supplier<float[]> values) {
    return add(name, type, shape, () -> encode(values.get(), type));
  }

  /** Declares a tensor of I64 values. */
  public SafetensorsWriter addLongs(String name, long[] shape, long[] values) {
    ByteBuffer bytes = little(Math.multiplyExact(values.length, Long.BYTES));
    bytes.asLongBuffer().put(values);
    return add(name, TensorType.I64, shape, () -> bytes);
  }

  /**
   * Writes the file.
   *
   * @throws org.sluice.base.UserError when the disk is full or the folder cannot be written
   */
  public void write(Path target) {
    Map<String, Entry> ordered = new LinkedHashMap<>();
    entries.values().stream()
        .sorted((a, b) -> Integer.compare(b.info.type().bytes(), a.info.type().bytes()))
        .forEach(e -> ordered.put(e.info.name(), e));
    byte[] header = header(ordered);
    AtomicFiles.write(
        target,
        temporary -> {
          try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            put(out, little(Long.BYTES).putLong(0, header.length));
            put(out, ByteBuffer.wrap(header));
            for (Entry entry : ordered.values()) {
              ByteBuffer bytes = entry.bytes.get();
              Check.that(
                  bytes.remaining() == entry.info.bytes(),
                  "tensor %s has %d bytes, its shape needs %d",
                  entry.info.name(),
                  bytes.remaining(),
                  entry.info.bytes());
              put(out, bytes);
            }
            out.force(true);
          }
        });
  }

  private byte[] header(Map<String, Entry> ordered) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode strings = json.putObject("__metadata__");
      metadata.forEach(strings::put);
    }
    long at = 0;
    for (Entry entry : ordered.values()) {
      ObjectNode node = json.putObject(entry.info.name());
      node.put("dtype", entry.info.type().name());
      var shape = node.putArray("shape");
      for (long size : entry.info.shape()) {
        shape.add(size);
      }
      node.putArray("data_offsets").add(at).add(at + entry.info.bytes());
      at += entry.info.bytes();
    }
    // blanks up to a multiple of 8 keep the tensors aligned, as the library does
    String text = json.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer encode(float[] values, TensorType type) {
    ByteBuffer bytes = little(Math.multiplyExact(values.length, type.bytes()));
    switch (type) {
      case F32 -> bytes.asFloatBuffer().put(values);
      case F16 -> {
        for (float value : values) {
          bytes.putShort(Halves.toF16(value));
        }
        bytes.flip();
      }
      case BF16 -> {
        for (float value : values) {
          bytes.putShort(Halves.toBf16(value));
        }
        bytes.flip();
      }
      case F64, I64, I32, I16, I8, U8, BOOL ->
          throw new IllegalArgumentException("float32 values cannot be stored as " + type);
    }
    return bytes;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** In pieces: the JDK copies a heap buffer into a direct one of the same size, and keeps it. */
  private static void put(FileChannel out, ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    int end = rest.limit();
    while (rest.position() < end) {
      rest.limit(Math.min(end, rest.position() + CHUNK));
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    }
  }
}
