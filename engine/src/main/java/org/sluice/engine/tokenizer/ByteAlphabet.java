package org.sluice.engine.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's spelling of bytes as printable characters (Radford et al. 2019, encoder.py): printable
 * Latin-1 stands for itself, the 68 others are U+0100 and up in order of the byte.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256];

  static {
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      CHARACTERS[b] = (char) (printable ? b : next++);
    }
  }

  private ByteAlphabet() {}

  /** The character that stands for a byte, 0 to 255. */
  static char of(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** The UTF-8 bytes of a text, spelled. */
  static String spell(String text) {
    return spell(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes, spelled. */
  static String spell(byte[] bytes) {
    char[] spelled = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      spelled[i] = CHARACTERS[bytes[i] & 0xff];
    }
    return new String(spelled);
  }
}
