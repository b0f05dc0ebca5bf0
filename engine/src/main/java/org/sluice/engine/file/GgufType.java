package org.sluice.engine.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of GGUF tensors (ggml.h, ggml-quants.c). Quantised types come in blocks of 32
 * values: one or two half-precision numbers, then the bits.
 */
enum GgufType {
  F32(0, 1, 4) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      out[at] = in.getFloat();
    }
  },
  F16(1, 1, 2) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      out[at] = Halves.fromF16(in.getShort());
    }
  },
  BF16(30, 1, 2) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      out[at] = Halves.fromBf16(in.getShort());
    }
  },
  /** d, 16 bytes: (q - 8) d. */
  Q4_0(2, 32, 18) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      nibbles(in, 0, d, -8 * d, out, at);
    }
  },
  /** d, m, 16 bytes: q d + m. */
  Q4_1(3, 32, 20) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      float m = Halves.fromF16(in.getShort());
      nibbles(in, 0, d, m, out, at);
    }
  },
  /** d, 32 fifth bits, 16 bytes: (q - 16) d. */
  Q5_0(6, 32, 22) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      nibbles(in, in.getInt(), d, -16 * d, out, at);
    }
  },
  /** d, m, 32 fifth bits, 16 bytes: q d + m. */
  Q5_1(7, 32, 24) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      float m = Halves.fromF16(in.getShort());
      nibbles(in, in.getInt(), d, m, out, at);
    }
  },
  /** d, 32 signed bytes: q d. */
  Q8_0(8, 32, 34) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      for (int i = 0; i < 32; i++) {
        out[at + i] = d * in.get();
      }
    }
  };

  private final int id;
  private final int values;
  private final int bytes;

  GgufType(int id, int values, int bytes) {
    this.id = id;
    this.values = values;
    this.bytes = bytes;
  }

  static Optional<GgufType> ofId(int id) {
    return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
  }

  /** Values in a block. */
  int blockValues() {
    return values;
  }

  /** Bytes of a block. */
  int blockBytes() {
    return bytes;
  }

  boolean quantized() {
    return values > 1;
  }

  /** Decodes one block into {@code out[at ...]}. */
  abstract void block(ByteBuffer in, float[] out, int at);

  /**
   * Byte j holds value j in its low and value j + 16 in its high half; bit j of {@code fifth} is
   * value j's fifth bit.
   */
  private static void nibbles(
      ByteBuffer in, int fifth, float scale, float offset, float[] out, int at) {
    for (int j = 0; j < 16; j++) {
      int both = in.get() & 0xff;
      out[at + j] = scale * (both & 15 | (fifth >>> j & 1) << 4) + offset;
      out[at + j + 16] = scale * (both >> 4 | (fifth >>> (j + 16) & 1) << 4) + offset;
    }
  }
}
