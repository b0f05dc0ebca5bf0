package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.sluice.text.normalize.EncodingVotes;
import org.sluice.text.normalize.TextDecoder;
import org.sluice.text.normalize.TextDecoder.Decoded;

/**
 * Brings lines of one file to UTF-8. What lines of its first megabyte look like helps to tell what
 * a line is in, whichever part of the file a task reads.
 */
final class LineEncoding {
  private static final int HEAD = 1 << 20;

  /** So many lines tell as much as more would. */
  private static final int VOTERS = 100;

  /** To try encodings takes several times a line's memory. */
  private static final int LONGEST = 1 << 24;

  private final Encoding setting;
  private final InputFile file;
  private final Configuration hadoop;
  private EncodingVotes votes;

  LineEncoding(Encoding setting, InputFile file, Configuration hadoop) {
    this.setting = setting;
    this.file = file;
    this.hadoop = hadoop;
  }

  /** A line in UTF-8; the same array when it is that already. */
  byte[] utf8(byte[] bytes, int start, int length, RowBuilder builder)
      throws BrokenRow, IOException {
    boolean byDefault = setting.isAuto() || setting.isUtf8();
    if (byDefault && Utf8.isValid(bytes, start, length)) {
      return bytes;
    }
    if (setting.isUtf8()) {
      throw new BrokenRow("not UTF-8");
    }
    if (setting.isAuto() && length > LONGEST) {
      throw new BrokenRow("not UTF-8, and longer than 16 MB");
    }
    byte[] line = Arrays.copyOfRange(bytes, start, start + length);
    Decoded decoded =
        setting.isAuto() ? votes().decode(line) : TextDecoder.decode(line, setting.name());
    if (setting.isAuto() && holdsControls(decoded.text())) {
      throw new BrokenRow("not UTF-8, nor text in another encoding");
    }
    builder.repaired(decoded.charset());
    return decoded.text().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean holdsControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\r' && c != '\f');
  }

  /** What lines at the begin of the file look like; asked when the first broken line comes. */
  private EncodingVotes votes() throws IOException {
    if (votes == null) {
      votes = new EncodingVotes();
      byte[] head = head();
      int voters = 0;
      int start = 0;
      for (int i = 0; i <= head.length && voters < VOTERS; i++) {
        boolean ends = i == head.length ? head.length < HEAD : head[i] == '\n';
        if (ends && !Utf8.isValid(head, start, i - start)) {
          votes.add(Arrays.copyOfRange(head, start, i));
          voters++;
        }
        start = ends ? i + 1 : start;
      }
    }
    return votes;
  }

  private byte[] head() throws IOException {
    byte[] head = new byte[HEAD];
    int filled = 0;
    try (InputStream in = file.open(hadoop, 0)) {
      for (int got = in.read(head); got > 0; got = in.read(head, filled, HEAD - filled)) {
        filled += got;
      }
    } catch (IOException e) {
      // a damaged packed file: what came before tells, and its reader rejects the rest
    }
    return Arrays.copyOf(head, filled);
  }
}
