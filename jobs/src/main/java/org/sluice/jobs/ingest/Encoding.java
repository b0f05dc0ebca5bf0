package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sluice.text.normalize.TextDecoder;
import org.sluice.text.normalize.TextDecoder.Decoded;

/**
 * What becomes of bytes that may be no UTF-8.
 *
 * @param name a name; auto; null for auto in whole files and UTF-8 in lines
 */
record Encoding(String name) implements Serializable {
  private static final String AUTO = "auto";
  private static final String UTF_8 = "UTF-8";

  static boolean isKnown(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  /** A line in UTF-8; the same array when it is that already. */
  byte[] line(byte[] bytes, int start, int length, RowBuilder builder) throws BrokenRow {
    boolean named =
        name != null && !name.equals(AUTO) && !Charset.forName(name).name().equals(UTF_8);
    if (!named && Utf8.isValid(bytes, start, length)) {
      return bytes;
    }
    if (name == null) {
      throw new BrokenRow("not UTF-8");
    }
    Decoded decoded = TextDecoder.decode(Arrays.copyOfRange(bytes, start, start + length), name);
    builder.repaired(decoded.charset());
    return decoded.text().getBytes(StandardCharsets.UTF_8);
  }

  /** The text of a whole file. */
  String document(byte[] bytes, RowBuilder builder) {
    Decoded decoded = TextDecoder.decode(bytes, name == null || name.equals(AUTO) ? null : name);
    builder.repaired(decoded.charset());
    return decoded.text();
  }
}
