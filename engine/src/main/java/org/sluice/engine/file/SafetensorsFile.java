package org.sluice.engine.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.file.SafetensorsHeader.Entry;

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes.
 *
 * <p>The whole header is checked when the file is opened; tensors are read one at a time. Errors
 * are {@link UserError}s that name the file and the tensor.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final String DAMAGED = "copy or download the file again";

  private final RandomFile file;
  private final SafetensorsHeader header;

  private SafetensorsFile(RandomFile file, SafetensorsHeader header) {
    this.file = file;
    this.header = header;
  }

  /** Opens the file and reads its header. */
  public static SafetensorsFile open(Path path) {
    RandomFile file = RandomFile.open(path);
    try {
      return new SafetensorsFile(file, SafetensorsHeader.read(file));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  Path path() {
    return file.path();
  }

  /** Names of all tensors, in the header's order. */
  public Set<String> tensors() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  /** The strings of {@code __metadata__}. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** Type and shape of a tensor. */
  public TensorInfo info(String name) {
    return entry(name).info();
  }

  /** A floating tensor (F64, F32, F16, BF16) in float32, row-major. */
  public float[] floats(String name) {
    Entry entry = entry(name);
    TensorType type = entry.info().type();
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
    file.decode(entry.offset(), out.length, 1, type.bytes(), name, decoder);
    return out;
  }

  /** An I64 tensor. */
  public long[] longs(String name) {
    Entry entry = entry(name);
    if (entry.info().type() != TensorType.I64) {
      throw UserError.at(
          file.path(), name, "has the type " + entry.info().type() + ", I64 is needed", DAMAGED);
    }
    long[] out = new long[elements(entry)];
    file.decode(
        entry.offset(),
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
    if (entry.info().bytes() > Integer.MAX_VALUE - 8) {
      throw UserError.at(file.path(), name, "is larger than 2 GiB", "save it in a smaller type");
    }
    return file.readDirect(entry.offset(), (int) entry.info().bytes(), name);
  }

  @Override
  public void close() {
    file.close();
  }

  private Entry entry(String name) {
    Entry entry = header.entries().get(name);
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
    if (entry.info().count() > Integer.MAX_VALUE - 8) {
      throw UserError.at(
          file.path(), entry.info().name(), "has more than 2^31 elements", "split the tensor");
    }
    return (int) entry.info().count();
  }
}
