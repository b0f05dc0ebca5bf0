package org.sluice.text.perplexity;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file in memory maps, addressed by long offsets; numbers are little-endian. */
final class MappedBytes {
  private static final int SHIFT = 30;
  private static final long WINDOW = 1L << SHIFT;
  private static final int OVERLAP = 16; // so that no number lies across two windows

  private final ByteBuffer[] windows;
  private final long size;

  private MappedBytes(ByteBuffer[] windows, long size) {
    this.windows = windows;
    this.size = size;
  }

  static MappedBytes of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] windows = new ByteBuffer[(int) ((size + WINDOW - 1) >> SHIFT)];
      for (int i = 0; i < windows.length; i++) {
        long start = i * WINDOW;
        long length = Math.min(WINDOW + OVERLAP, size - start);
        windows[i] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, start, length)
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      return new MappedBytes(windows, size);
    }
  }

  long size() {
    return size;
  }

  /** Refuses a file that ends before this offset. */
  void require(long end) throws IOException {
    if (end < 0 || end > size) {
      throw new EOFException("the model is cut off: it should have " + end + " bytes, not " + size);
    }
  }

  byte getByte(long at) {
    return window(at).get(offset(at));
  }

  int getInt(long at) {
    return window(at).getInt(offset(at));
  }

  long getLong(long at) {
    return window(at).getLong(offset(at));
  }

  float getFloat(long at) {
    return window(at).getFloat(offset(at));
  }

  /** So many bits, 57 at most, from a bit of the file on. */
  long bits(long base, long bit, int count) {
    long at = base + (bit >>> 3);
    return getLong(at) >>> (bit & 7) & (1L << count) - 1;
  }

  private ByteBuffer window(long at) {
    return windows[(int) (at >>> SHIFT)];
  }

  private static int offset(long at) {
    return (int) (at & WINDOW - 1);
  }
}
