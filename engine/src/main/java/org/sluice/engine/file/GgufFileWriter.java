package org.sluice.engine.file;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.base.Check;

/** Writes a GGUF file of version 3: all of it or nothing, one tensor in memory at a time. */
final class GgufFileWriter {
  private static final int ALIGNMENT = 32;
  private static final int VERSION = 3;

  /** Types of metadata by their numbers in the file. */
  private static final int UINT32 = 4;

  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private record Entry(String name, GgufType type, long[] shape, Supplier<float[]> values) {
    long bytes() {
      long count = 1;
      for (long size : shape) {
        count *= size;
      }
      return count / type.blockValues() * type.blockBytes();
    }
  }

  private final Map<String, Object> metadata;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param metadata values are Long (written as 32 bits), Double (float32), Boolean, String, or
   *     lists of one of these
   */
  GgufFileWriter(Map<String, Object> metadata) {
    this.metadata = metadata;
  }

  /**
   * Declares a tensor.
   *
   * @param shape slowest dimension first; the last is a multiple of the type's block
   */
  void add(String name, GgufType type, long[] shape, Supplier<float[]> values) {
    entries.add(new Entry(name, type, shape.clone(), values));
  }

  void write(Path target) {
    AtomicFiles.write(
        target,
        temporary -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            byte[] header = header();
            out.write(header);
            out.write(new byte[padding(header.length)]);
            for (Entry entry : entries) {
              byte[] bytes = GgufEncoder.encode(entry.type.name(), entry.values.get());
              Check.that(
                  bytes.length == entry.bytes(),
                  "tensor %s has %d bytes, its shape needs %d",
                  entry.name,
                  bytes.length,
                  entry.bytes());
              out.write(bytes);
              out.write(new byte[padding(bytes.length)]);
            }
          }
        });
  }

  private static int padding(long length) {
    return (int) ((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT);
  }

  private byte[] header() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("GGUF".getBytes(StandardCharsets.US_ASCII));
    u32(out, VERSION);
    u64(out, entries.size());
    u64(out, metadata.size());
    for (Map.Entry<String, Object> pair : metadata.entrySet()) {
      string(out, pair.getKey());
      u32(out, type(pair.getValue()));
      value(out, pair.getValue());
    }
    long offset = 0;
    for (Entry entry : entries) {
      string(out, entry.name);
      u32(out, entry.shape.length);
      for (int d = entry.shape.length - 1; d >= 0; d--) {
        u64(out, entry.shape[d]);
      }
      u32(out, entry.type.id());
      u64(out, offset);
      offset += entry.bytes() + padding(entry.bytes());
    }
    return out.toByteArray();
  }

  private static int type(Object value) {
    if (value instanceof Long) {
      return UINT32;
    } else if (value instanceof Integer) {
      return INT32;
    } else if (value instanceof Double) {
      return FLOAT32;
    } else if (value instanceof Boolean) {
      return BOOL;
    } else if (value instanceof String) {
      return STRING;
    } else if (value instanceof List<?>) {
      return ARRAY;
    }
    throw new IllegalArgumentException("metadata cannot hold a " + value.getClass());
  }

  private static void value(OutputStream out, Object value) throws IOException {
    if (value instanceof List<?> list) {
      u32(out, list.isEmpty() ? STRING : type(list.get(0)));
      u64(out, list.size());
      for (Object element : list) {
        value(out, element);
      }
    } else if (value instanceof Double real) {
      u32(out, Float.floatToRawIntBits(real.floatValue()));
    } else if (value instanceof Boolean flag) {
      out.write(flag ? 1 : 0);
    } else if (value instanceof Number whole) {
      u32(out, whole.intValue());
    } else {
      string(out, (String) value);
    }
  }

  private static void string(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    u64(out, bytes.length);
    out.write(bytes);
  }

  private static void u32(OutputStream out, int value) throws IOException {
    out.write(little(Integer.BYTES).putInt(value).array());
  }

  private static void u64(OutputStream out, long value) throws IOException {
    out.write(little(Long.BYTES).putLong(value).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
