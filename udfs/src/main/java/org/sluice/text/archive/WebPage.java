package org.sluice.text.archive;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.text.normalize.TextDecoder;
import org.sluice.text.normalize.TextDecoder.Decoded;

/**
 * What a record of an archive shows a reader: a page or a plain text.
 *
 * @param html whether the source is HTML
 * @param source the page as fetched, decoded
 * @param contentType without its parameters
 * @param charset the encoding that it was in
 */
public record WebPage(boolean html, String source, String contentType, String charset) {
  private static final Pattern PARAMETER = Pattern.compile("charset\\s*=\\s*[\"']?([\\w.:-]+)");
  private static final int LOOKED_AT = 4096;

  /** The page in these bytes; {@code contentType} as HTTP names it, null when it names none. */
  public static WebPage of(byte[] body, String contentType) {
    String head =
        new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
    String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    boolean html = type.contains("html") || type.isEmpty() && looksLikeHtml(head);
    String declared = parameter(contentType == null ? "" : contentType);
    if (declared == null && html) {
      declared = parameter(head);
    }
    Decoded decoded = TextDecoder.decode(body, declared);
    return new WebPage(html, decoded.text(), type, decoded.charset());
  }

  private static String parameter(String text) {
    Matcher found = PARAMETER.matcher(text.toLowerCase(Locale.ROOT));
    return found.find() ? found.group(1) : null;
  }

  private static boolean looksLikeHtml(String head) {
    String start = head.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html")
        || start.startsWith("<html")
        || start.contains("<body");
  }
}
