package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import org.sluice.text.normalize.TextDecoder;
import org.sluice.text.normalize.TextDecoder.Decoded;

/**
 * What becomes of bytes that may be no UTF-8.
 *
 * @param name a name; auto or null: the bytes tell
 */
record Encoding(String name) implements Serializable {
  private static final String AUTO = "auto";

  static boolean isKnown(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  /** Whether the bytes tell. */
  boolean isAuto() {
    return name == null || name.equals(AUTO);
  }

  boolean isUtf8() {
    return !isAuto() && Charset.forName(name).equals(StandardCharsets.UTF_8);
  }

  /** The text of a whole file. */
  String document(byte[] bytes, RowBuilder builder) {
    Decoded decoded = TextDecoder.decode(bytes, isAuto() ? null : name);
    builder.repaired(decoded.charset());
    return decoded.text();
  }
}
