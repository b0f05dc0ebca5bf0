package org.sluice.jobs.ingest;

import java.nio.charset.StandardCharsets;

/** Looks at bytes that ought to be UTF-8 (RFC 3629, table of well-formed sequences). */
final class Utf8 {
  private static final int RAW_BYTES = 1024;

  private Utf8() {}

  /** Whether the bytes are well-formed UTF-8: no overlong form, no surrogate, none cut off. */
  static boolean isValid(byte[] bytes, int start, int length) {
    int end = start + length;
    int at = start;
    while (at < end) {
      int lead = bytes[at];
      if (lead >= 0) {
        at++;
        continue;
      }
      int size = sequence(lead & 0xff);
      if (size == 0 || at + size > end || !secondFits(lead & 0xff, bytes[at + 1] & 0xff)) {
        return false;
      }
      for (int i = 2; i < size; i++) {
        if ((bytes[at + i] & 0xc0) != 0x80) {
          return false;
        }
      }
      at += size;
    }
    return true;
  }

  /** Bytes of a sequence by its first one; 0 when none begins so. */
  private static int sequence(int lead) {
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  }

  private static boolean secondFits(int lead, int second) {
    return switch (lead) {
      case 0xe0 -> second >= 0xa0 && second <= 0xbf;
      case 0xed -> second >= 0x80 && second <= 0x9f;
      case 0xf0 -> second >= 0x90 && second <= 0xbf;
      case 0xf4 -> second >= 0x80 && second <= 0x8f;
      default -> second >= 0x80 && second <= 0xbf;
    };
  }

  /** The first of the bytes as text, at most 1 KB of UTF-8; what is broken shows as U+FFFD. */
  static String raw(byte[] bytes, int start, int length) {
    String text = new String(bytes, start, Math.min(length, RAW_BYTES), StandardCharsets.UTF_8);
    int end = text.length();
    while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > RAW_BYTES) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }
}
