package org.sluice.text.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** xxHash, 64 bit (XXH64 of the xxHash specification, version 0.1.1). */
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  /** The hash of {@code bytes[from, to)}. */
  static long hash(byte[] bytes, int from, int to, long seed) {
    int i = from;
    long hash;
    if (to - from >= 32) {
      long a = seed + P1 + P2;
      long b = seed + P2;
      long c = seed;
      long d = seed - P1;
      do {
        a = round(a, (long) LONG.get(bytes, i));
        b = round(b, (long) LONG.get(bytes, i + 8));
        c = round(c, (long) LONG.get(bytes, i + 16));
        d = round(d, (long) LONG.get(bytes, i + 24));
        i += 32;
      } while (i <= to - 32);
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merge(merge(merge(merge(hash, a), b), c), d);
    } else {
      hash = seed + P5;
    }
    return tail(bytes, i, to, hash + (to - from));
  }

  private static long tail(byte[] bytes, int from, int to, long start) {
    long hash = start;
    int i = from;
    for (; i <= to - 8; i += 8) {
      hash ^= round(0, (long) LONG.get(bytes, i));
      hash = Long.rotateLeft(hash, 27) * P1 + P4;
    }
    if (i <= to - 4) {
      hash ^= ((int) INT.get(bytes, i) & 0xFFFFFFFFL) * P1;
      hash = Long.rotateLeft(hash, 23) * P2 + P3;
      i += 4;
    }
    for (; i < to; i++) {
      hash ^= (bytes[i] & 0xFF) * P5;
      hash = Long.rotateLeft(hash, 11) * P1;
    }
    hash = (hash ^ hash >>> 33) * P2;
    hash = (hash ^ hash >>> 29) * P3;
    return hash ^ hash >>> 32;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * P1 + P4;
  }
}
