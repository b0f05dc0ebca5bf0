package org.sluice.text.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the records of a WARC file (ISO 28500; WET and WAT are such files) or an ARC file, plain or
 * as gzip with one member a record or one for all. A broken record is handed out as such, and
 * reading goes on with the next one that can be found.
 */
public final class ArchiveReader implements Closeable {
  private static final int LONGEST_LINE = 1 << 16;
  private static final int MOST_HEADERS = 1000;
  private static final int LOOKED_AT = 1 << 16;
  private static final String RECORD = "WARC/";
  private static final String MEMBER = "\u001f\u008b\b";
  private static final int CARRIAGE_RETURN = '\r';

  /** URL, address, date, content type, [more,] length; URLs with blanks were written too. */
  private static final Pattern ARC_LINE =
      Pattern.compile("(\\S.*?) (\\S+) (\\d{8,18}) (\\S+) (?:.* )?(-?\\w+)");

  private final Bytes bytes;
  private final int longest;
  private boolean started;
  private boolean arc;
  private long lineOffset;
  private String sought; // a record's first line, found while seeking

  /**
   * A reader.
   *
   * @param in the file as it is; what it is packed with is seen from its first bytes
   * @param longest blocks of more bytes are passed over, and their records handed out as broken
   */
  public ArchiveReader(InputStream in, int longest) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, LOOKED_AT);
    buffered.mark(LOOKED_AT);
    String head = new String(buffered.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
    buffered.reset();
    this.bytes = isPacked(head) ? new GzipBytes(buffered) : new PlainBytes(buffered);
    this.longest = longest;
  }

  /** Members of gzip are known also behind a first one whose begin is damaged. */
  private static boolean isPacked(String head) {
    boolean plain = head.contains(RECORD) || head.startsWith("filedesc:");
    return head.startsWith("\u001f\u008b") || !plain && head.contains(MEMBER);
  }

  /** The next record; null at the end. */
  public ArchiveRecord next() throws IOException {
    String line;
    try {
      line = firstLine();
    } catch (DamagedRecord e) {
      return ArchiveRecord.broken(bytes.offset(), e.getMessage());
    }
    if (line == null) {
      return null;
    }
    long offset = lineOffset;
    try {
      if (line.startsWith(RECORD)) {
        started = true;
        return warc(offset);
      }
      Matcher fields = ARC_LINE.matcher(line);
      if ((!started || arc) && fields.matches()) {
        started = true;
        arc = true;
        return arc(offset, fields);
      }
      started = true;
      seek();
      return ArchiveRecord.broken(offset, RecordDamage.NO_RECORD);
    } catch (DamagedRecord e) {
      bytes.nextPiece();
      return ArchiveRecord.broken(offset, e.getMessage());
    }
  }

  /** The next line that is not blank, here or in a later piece; null at the end of the file. */
  private String firstLine() throws IOException {
    if (sought != null) {
      String found = sought;
      sought = null;
      return found;
    }
    while (true) {
      lineOffset = bytes.offset();
      String line = line();
      if (line == null) {
        if (!bytes.nextPiece()) {
          return null;
        }
      } else if (!line.isBlank()) {
        return line;
      }
    }
  }

  /** Goes on to where the next record seems to begin. */
  private void seek() throws IOException {
    while (true) {
      lineOffset = bytes.offset();
      String line = line();
      if (line == null) {
        return;
      }
      if (line.startsWith(RECORD) || arc && ARC_LINE.matcher(line).matches()) {
        sought = line;
        return;
      }
    }
  }

  /** A line without its end; null at the end of the piece. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int c = bytes.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = bytes.read()) {
      if (line.size() < LONGEST_LINE) {
        line.write(c);
      }
    }
    int length = line.size();
    byte[] all = line.toByteArray();
    boolean returned = length > 0 && all[length - 1] == CARRIAGE_RETURN;
    return new String(all, 0, returned ? length - 1 : length, StandardCharsets.UTF_8);
  }

  private ArchiveRecord warc(long offset) throws IOException {
    Map<String, String> headers = headers();
    long length = length(headers.get("content-length"));
    String type = headers.getOrDefault("warc-type", "unknown");
    Body body = body(length);
    return new ArchiveRecord(
        offset,
        type,
        bare(headers.get("warc-target-uri")),
        headers.get("warc-date"),
        bare(headers.get("warc-record-id")),
        headers.get("content-type"),
        body.block(),
        body.problem());
  }

  private ArchiveRecord arc(long offset, Matcher fields) throws IOException {
    String uri = fields.group(1);
    boolean header = uri.startsWith("filedesc:");
    long length = length(fields.group(5));
    Body body = body(length);
    return new ArchiveRecord(
        offset,
        header ? "arc_header" : "response",
        header ? null : uri,
        fields.group(3),
        null,
        fields.group(4),
        body.block(),
        body.problem());
  }

  /** What follows the headers, and what is wrong with it; null when nothing is. */
  private record Body(byte[] block, String problem) {}

  private Body body(long length) throws IOException {
    if (length < 0) {
      seek();
      return new Body(new byte[0], "the record names no length");
    }
    try {
      byte[] block = block(length);
      if (block.length == length) {
        bytes.endRecord();
      }
      if (length > longest) {
        return new Body(block, "the record is longer than %d bytes".formatted(longest));
      }
      return new Body(block, block.length < length ? RecordDamage.CUT_OFF : null);
    } catch (DamagedRecord e) {
      bytes.nextPiece();
      return new Body(new byte[0], e.getMessage()); // what its headers say is sound
    }
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    String last = null;
    for (int i = 0; i < MOST_HEADERS; i++) {
      String line = line();
      if (line == null || line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (Character.isWhitespace(line.charAt(0)) && last != null) {
        headers.merge(last, line.strip(), (before, more) -> before + " " + more);
      } else if (colon > 0) {
        last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        headers.put(last, line.substring(colon + 1).strip());
      }
    }
    throw new DamagedRecord("the record has too many headers");
  }

  /**
   * The block; of one that is too long nothing is kept. Where a piece ends in it, the next one goes
   * on with it unless a record begins there.
   */
  private byte[] block(long length) throws IOException {
    ByteArrayOutputStream block =
        new ByteArrayOutputStream((int) Math.min(length, Math.min(longest, 1 << 16)));
    boolean keep = length <= longest;
    long i = 0;
    while (i < length) {
      int c = bytes.read();
      if (c >= 0) {
        i++;
        if (keep) {
          block.write(c);
        }
        continue;
      }
      if (!bytes.nextPiece()) {
        break;
      }
      lineOffset = bytes.offset();
      byte[] head = head((int) Math.min(RECORD.length(), length - i));
      if (RECORD.equals(new String(head, StandardCharsets.ISO_8859_1))) {
        sought = RECORD + line();
        break;
      }
      i += head.length;
      block.write(head, 0, keep ? head.length : 0);
    }
    return block.toByteArray();
  }

  private byte[] head(int most) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < most) {
      int c = bytes.read();
      if (c < 0) {
        break;
      }
      head.write(c);
    }
    return head.toByteArray();
  }

  private static long length(String value) {
    try {
      return value == null ? -1 : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String bare(String value) {
    boolean bracketed = value != null && value.startsWith("<") && value.endsWith(">");
    return bracketed ? value.substring(1, value.length() - 1) : value;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
