package org.sluice.engine.file;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * A GGUF file, version 2 or 3, little-endian: metadata, a list of tensors, their bytes. Names,
 * order of rows and metadata are llama.cpp's.
 */
final class GgufFile implements GgufHeader, AutoCloseable {
  private static final int MAGIC = 0x46554747; // "GGUF"
  private static final int MAX_DIMENSIONS = 4;

  /** Shape is slowest dimension first, unlike in the file. */
  private record Entry(GgufType type, long[] shape, int count, long offset) {
    long bytes() {
      return (long) (count / type.blockValues()) * type.blockBytes();
    }
  }

  private final RandomFile file;
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long dataStart;

  private GgufFile(RandomFile file) {
    this.file = file;
  }

  static GgufFile open(Path path) {
    GgufFile opened = new GgufFile(RandomFile.open(path));
    try {
      opened.readHeader();
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  @Override
  public Map<String, Object> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public Set<String> tensors() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public long[] shape(String name) {
    return entries.get(name).shape.clone();
  }

  GgufType type(String name) {
    return entries.get(name).type;
  }

  /** The tensor dequantised, row-major. */
  @Override
  public float[] floats(String name) {
    return floats(name, 0, entries.get(name).count);
  }

  /** Some values of a tensor, dequantised; they fill whole blocks. */
  float[] floats(String name, int first, int count) {
    Entry entry = entries.get(name);
    GgufType type = entry.type;
    float[] out = new float[count];
    int step = type.blockValues();
    file.decode(
        dataStart + entry.offset + (long) (first / step) * type.blockBytes(),
        count,
        step,
        type.blockBytes(),
        name,
        (piece, at, values) -> {
          for (int i = at; i < at + values; i += step) {
            type.block(piece, out, i);
          }
        });
    return out;
  }

  @Override
  public void close() {
    file.close();
  }

  private void readHeader() {
    if (file.size() < 4 || file.read(0, 4, "header").getInt() != MAGIC) {
      throw UserError.at(
          file.path(), "", "this is no GGUF file", "give a .gguf file or a Hugging Face folder");
    }
    GgufCursor cursor = new GgufCursor(file);
    cursor.u32();
    int version = cursor.u32();
    if (version != 2 && version != 3) {
      throw UserError.at(
          file.path(),
          "header",
          "GGUF version " + Integer.toUnsignedString(version) + " is not read here",
          "convert the file to version 3");
    }
    int tensors = cursor.count(cursor.u64(), 24);
    if (tensors > RandomFile.MAX_TENSORS) {
      throw cursor.damaged("it declares " + tensors + " tensors");
    }
    int values = cursor.count(cursor.u64(), 13);
    for (int i = 0; i < values; i++) {
      cursor.at("metadata " + i);
      String key = cursor.string();
      cursor.at(key);
      metadata.put(key, cursor.value());
    }
    for (int i = 0; i < tensors; i++) {
      cursor.at("tensor " + i);
      String name = cursor.string();
      cursor.at(name);
      if (entries.put(name, entry(cursor, name)) != null) {
        throw cursor.damaged("it is named twice");
      }
    }
    Object alignment = metadata.getOrDefault("general.alignment", 32L);
    if (!(alignment instanceof Long align) || align < 1 || align > 1 << 20) {
      throw cursor.damaged("the alignment is " + alignment);
    }
    dataStart = (cursor.position() + align - 1) / align * align;
    entries.forEach(this::checkInside);
    file.refuseOverlaps(entries.entrySet(), e -> e.getValue().offset, e -> e.getValue().bytes());
  }

  private Entry entry(GgufCursor cursor, String name) {
    int dimensions = cursor.u32();
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
      throw cursor.damaged("it has " + Integer.toUnsignedString(dimensions) + " dimensions");
    }
    long[] shape = new long[dimensions];
    for (int d = dimensions - 1; d >= 0; d--) {
      shape[d] = cursor.u64();
      if (shape[d] < 1 || shape[d] > Integer.MAX_VALUE - 8) {
        throw cursor.damaged("a dimension is " + Long.toUnsignedString(shape[d]));
      }
    }
    int typeId = cursor.u32();
    long offset = cursor.u64();
    GgufType type =
        GgufType.ofId(typeId)
            .orElseThrow(
                () ->
                    UserError.at(
                        file.path(),
                        Shown.of(name),
                        "has the GGML type " + Integer.toUnsignedString(typeId),
                        "take a file whose tensors are of " + Arrays.toString(GgufType.values())));
    long count;
    try {
      count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw cursor.damaged("its shape is " + Arrays.toString(shape)).causedBy(e);
    }
    long row = dimensions == 0 ? 1 : shape[dimensions - 1];
    if (count > Integer.MAX_VALUE - 8 || row % type.blockValues() != 0 || offset < 0) {
      throw cursor.damaged("its shape is " + Arrays.toString(shape));
    }
    return new Entry(type, shape, (int) count, offset);
  }

  private void checkInside(String name, Entry entry) {
    long bytes = entry.bytes();
    if (entry.offset > file.size() || dataStart + entry.offset + bytes > file.size()) {
      long end = entry.offset > file.size() ? entry.offset : dataStart + entry.offset + bytes;
      throw file.truncated(Shown.of(name), end);
    }
  }
}
