package org.sluice.engine.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of GGUF tensors (ggml.h, ggml-quants.c). Quantised types come in blocks: 32
 * values with one or two half-precision numbers, then the bits; or 256 values, see {@link KQuants}.
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
      nibbles(in, 0, 8, d, NOTHING, out, at);
    }
  },
  /** d, m, 16 bytes: q d + m. */
  Q4_1(3, 32, 20) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      float m = Halves.fromF16(in.getShort());
      nibbles(in, 0, 0, d, m, out, at);
    }
  },
  /** d, 32 fifth bits, 16 bytes: (q - 16) d. */
  Q5_0(6, 32, 22) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      nibbles(in, in.getInt(), 16, d, NOTHING, out, at);
    }
  },
  /** d, m, 32 fifth bits, 16 bytes: q d + m. */
  Q5_1(7, 32, 24) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      float d = Halves.fromF16(in.getShort());
      float m = Halves.fromF16(in.getShort());
      nibbles(in, in.getInt(), 0, d, m, out, at);
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
  },
  Q2_K(10, 256, 84) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      KQuants.q2(in, out, at);
    }
  },
  Q3_K(11, 256, 110) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      KQuants.q3(in, out, at);
    }
  },
  Q4_K(12, 256, 144) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      KQuants.q4(in, out, at);
    }
  },
  Q5_K(13, 256, 176) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      KQuants.q5(in, out, at);
    }
  },
  Q6_K(14, 256, 210) {
    @Override
    void block(ByteBuffer in, float[] out, int at) {
      KQuants.q6(in, out, at);
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

  /** Its number in files. */
  int id() {
    return id;
  }

  /** The number of a file whose matrices are mostly of it ({@code general.file_type}). */
  int fileType() {
    return switch (this) {
      case F32 -> 0;
      case F16 -> 1;
      case Q4_0 -> 2;
      case Q4_1 -> 3;
      case Q8_0 -> 7;
      case Q5_0 -> 8;
      case Q5_1 -> 9;
      case Q2_K -> 10;
      case Q3_K -> 12;
      case Q4_K -> 15;
      case Q5_K -> 17;
      case Q6_K -> 18;
      case BF16 -> 32;
    };
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

  /** Added to any float, -0 leaves it as it is, its sign too. */
  private static final float NOTHING = -0.0f;

  /**
   * scale (q - zero) + offset. Byte j holds value j in its low and value j + 16 in its high half;
   * bit j of {@code fifth} is value j's fifth bit.
   */
  private static void nibbles(
      ByteBuffer in, int fifth, int zero, float scale, float offset, float[] out, int at) {
    for (int j = 0; j < 16; j++) {
      int both = in.get() & 0xff;
      int low = both & 15 | (fifth >>> j & 1) << 4;
      int high = both >> 4 | (fifth >>> (j + 16) & 1) << 4;
      out[at + j] = scale * (low - zero) + offset;
      out[at + j + 16] = scale * (high - zero) + offset;
    }
  }
}
