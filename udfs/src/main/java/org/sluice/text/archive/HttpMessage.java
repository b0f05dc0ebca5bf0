package org.sluice.text.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * An HTTP response as an archive keeps it (RFC 9112), its body unchunked and unpacked.
 *
 * @param status 0 when there is no status line
 * @param contentType in lower case, with its parameters; null when it names none
 * @param body never longer than the limit
 * @param problem why the body could not be read; null when it could
 */
public record HttpMessage(int status, String contentType, byte[] body, String problem) {

  /**
   * Reads a message. A chunked body whose chunks are wrong is taken as it is: some tools unchunk
   * and leave the header.
   *
   * @param longest an unpacked body of more bytes is refused
   */
  public static HttpMessage of(byte[] block, int longest) {
    int at = lineEnd(block, 0);
    String statusLine = text(block, 0, at);
    if (!statusLine.startsWith("HTTP")) {
      return new HttpMessage(0, null, block, null);
    }
    String[] parts = statusLine.split(" ", 3);
    int status = parts.length > 1 && parts[1].matches("\\d{3}") ? Integer.parseInt(parts[1]) : 0;
    Map<String, String> headers = new TreeMap<>();
    int start = at + 1;
    while (start < block.length) {
      int end = lineEnd(block, start);
      String line = text(block, start, end);
      start = end + 1;
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
      }
    }
    byte[] raw = Arrays.copyOfRange(block, Math.min(start, block.length), block.length);
    byte[] body =
        headers.getOrDefault("transfer-encoding", "").contains("chunked") ? unchunked(raw) : raw;
    return unpacked(status, headers, body, longest);
  }

  private static HttpMessage unpacked(
      int status, Map<String, String> headers, byte[] body, int longest) {
    String type = headers.get("content-type");
    String encoding = headers.getOrDefault("content-encoding", "identity");
    boolean gzip = body.length > 2 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
    try {
      return switch (encoding) {
        case "gzip", "x-gzip" ->
            gzip
                ? bounded(
                    status, type, new GZIPInputStream(new ByteArrayInputStream(body)), longest)
                : new HttpMessage(status, type, body, null);
        case "deflate" ->
            bounded(
                status,
                type,
                new InflaterInputStream(
                    new ByteArrayInputStream(body),
                    new Inflater(body.length > 0 && body[0] != 0x78)),
                longest);
        case "br", "zstd" ->
            looksPlain(body)
                ? new HttpMessage(status, type, body, null)
                : new HttpMessage(status, type, body, "packed as " + encoding);
        default -> new HttpMessage(status, type, body, null);
      };
    } catch (IOException e) {
      return new HttpMessage(status, type, body, "the packed body is damaged");
    }
  }

  /** Most archives unpack and leave the header. */
  private static boolean looksPlain(byte[] body) {
    for (byte b : body) {
      if (b == '<') {
        return true;
      }
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }

  private static HttpMessage bounded(int status, String type, InputStream in, int longest)
      throws IOException {
    try (in) {
      byte[] body = in.readNBytes(longest);
      String problem = in.read() < 0 ? null : "unpacks to more than %d bytes".formatted(longest);
      return new HttpMessage(status, type, body, problem);
    }
  }

  private static byte[] unchunked(byte[] body) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length);
    int at = 0;
    while (at < body.length) {
      int end = lineEnd(body, at);
      String size = text(body, at, end).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        return body;
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return whole.toByteArray();
      }
      int start = end + 1;
      whole.write(
          body, Math.min(start, body.length), Math.max(0, Math.min(length, body.length - start)));
      at = start + length;
      while (at < body.length && (body[at] == '\r' || body[at] == '\n')) {
        at++;
      }
    }
    return whole.toByteArray();
  }

  private static int lineEnd(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static String text(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    return new String(bytes, from, Math.max(0, end - from), StandardCharsets.ISO_8859_1);
  }
}
