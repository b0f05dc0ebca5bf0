package org.sluice.text.normalize;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Text out of bytes whose encoding is not known for sure: a byte order mark decides, then what is
 * well-formed UTF-8 is UTF-8, then what the bytes were declared to be, then what they look like.
 */
public final class TextDecoder {
  /** Names that mean more than they say (WHATWG Encoding, section 4.2). */
  private static final Map<String, String> WIDER =
      Map.of(
          "iso-8859-1", "windows-1252",
          "latin1", "windows-1252",
          "us-ascii", "windows-1252",
          "ascii", "windows-1252",
          "gb2312", "GB18030",
          "gbk", "GB18030",
          "iso-8859-9", "windows-1254",
          "tis-620", "x-windows-874",
          "ks_c_5601-1987", "x-windows-949",
          "euc-kr", "x-windows-949");

  private static final int LOOKED_AT = 1 << 16;
  private static final Charset LAST_RESORT = Charset.forName("windows-1252");

  private TextDecoder() {}

  /**
   * A decoded text.
   *
   * @param charset the encoding that it was in; "UTF-8" needed no repair
   */
  public record Decoded(String text, String charset) {}

  /**
   * Decodes bytes.
   *
   * @param declared what they are said to be; null or unknown: nothing
   */
  public static Decoded decode(byte[] bytes, String declared) {
    Decoded marked = marked(bytes);
    if (marked != null) {
      return marked;
    }
    String text = strictly(bytes, StandardCharsets.UTF_8);
    if (text != null) {
      return new Decoded(text, "UTF-8");
    }
    Charset said = charset(declared);
    if (said != null && !said.equals(StandardCharsets.UTF_8)) {
      text = strictly(bytes, said);
      if (text != null) {
        return new Decoded(text, said.name());
      }
    }
    return guessed(bytes, said);
  }

  private static Decoded marked(byte[] bytes) {
    if (begins(bytes, 0xef, 0xbb, 0xbf)) {
      return new Decoded(new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8), "UTF-8");
    }
    if (begins(bytes, 0xff, 0xfe)) {
      String text = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
      return new Decoded(text, "UTF-16LE");
    }
    if (begins(bytes, 0xfe, 0xff)) {
      String text = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
      return new Decoded(text, "UTF-16BE");
    }
    return null;
  }

  private static boolean begins(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** The encoding of a name as the web uses it; null for none. */
  private static Charset charset(String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    String plain = name.strip().toLowerCase(Locale.ROOT);
    try {
      return Charset.forName(WIDER.getOrDefault(plain, plain));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null; // a misspelt declaration is none
    }
  }

  /** The text, or null where the bytes are not in that encoding. */
  static String strictly(byte[] bytes, Charset charset) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Mostly well-formed UTF-8 stays UTF-8 with U+FFFD in the broken places. */
  private static Decoded guessed(byte[] bytes, Charset said) {
    if (looksLikeUtf8(bytes)) {
      return new Decoded(new String(bytes, StandardCharsets.UTF_8), "UTF-8 with errors");
    }
    Charset last = said == null ? LAST_RESORT : said;
    Charset likely = likelihoods(bytes).keySet().stream().findFirst().orElse(last);
    return new Decoded(new String(bytes, likely), likely.name());
  }

  /** What the bytes may be in without faults, the likeliest first, in percent; never UTF-8. */
  static Map<Charset, Integer> likelihoods(byte[] bytes) {
    CharsetDetector detector = new CharsetDetector();
    detector.setText(bytes.length > LOOKED_AT ? Arrays.copyOf(bytes, LOOKED_AT) : bytes);
    Map<Charset, Integer> likelihoods = new LinkedHashMap<>();
    for (CharsetMatch match : detector.detectAll()) {
      Charset charset = charset(match.getName());
      boolean unicode = match.getName().startsWith("UTF-");
      if (charset != null && !unicode && strictly(bytes, charset) != null) {
        likelihoods.putIfAbsent(charset, match.getConfidence());
      }
    }
    return likelihoods;
  }

  /** Whether most bytes above ASCII stand in well-formed sequences. */
  static boolean looksLikeUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    long broken = text.chars().filter(c -> c == '\uFFFD').count();
    long whole = text.chars().filter(c -> c > 0x7f && c != '\uFFFD').count();
    return whole > 4 * broken;
  }
}
