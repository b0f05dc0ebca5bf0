package org.sluice.pipelines.plan;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** About how many lines lie in files, from the beginning of each. */
final class RowEstimate {
  static final long UNKNOWN = -1;
  private static final int LOOK = 1 << 20;

  private RowEstimate() {}

  /** Lines in all files; {@link #UNKNOWN} when one has a form that is not read line by line. */
  static long lines(List<Path> files) {
    long sum = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!name.matches(".*\\.(jsonl|ndjson|csv|txt)(\\.gz)?")) {
        return UNKNOWN;
      }
      try {
        sum += lines(file, name.endsWith(".gz"));
      } catch (IOException e) {
        return UNKNOWN;
      }
    }
    return sum;
  }

  private static long lines(Path file, boolean gzip) throws IOException {
    try (Counting bytes = new Counting(Files.newInputStream(file));
        InputStream text = gzip ? new GZIPInputStream(bytes) : new BufferedInputStream(bytes)) {
      byte[] head = text.readNBytes(LOOK);
      long lines = 0;
      for (byte b : head) {
        lines += b == '\n' ? 1 : 0;
      }
      boolean whole = head.length < LOOK;
      long rest = head.length > 0 && head[head.length - 1] != '\n' && whole ? 1 : 0;
      long consumed = gzip ? bytes.count : head.length;
      return whole ? lines + rest : Math.round((double) lines * Files.size(file) / consumed);
    }
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      count += Math.max(n, 0);
      return n;
    }
  }
}
