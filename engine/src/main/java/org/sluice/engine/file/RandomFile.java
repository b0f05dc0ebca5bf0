package org.sluice.engine.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * A file read at given places, never beyond its end.
 *
 * <p>Reads are copies through a small buffer and no memory map: mapped pages count as resident
 * memory (a cluster manager kills by that), and a file that shrinks under a map ends the JVM.
 */
final class RandomFile implements AutoCloseable {
  /** Bytes decoded at a time, cut to whole blocks. */
  private static final int CHUNK = 1 << 20;

  /** More than any file of a model has; keeps a hostile header from filling the memory. */
  static final int MAX_TENSORS = 200_000;

  private final Path path;
  private final FileChannel channel;
  private final long size;

  private RandomFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  static RandomFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new RandomFile(path, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw UserError.at(path, "", "there is no such file", "check the path").causedBy(e);
    } catch (IOException e) {
      throw UserError.at(path, "", "cannot be read: " + e, "check the file's permissions")
          .causedBy(e);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Bytes {@code [offset, offset + length)}, little-endian. */
  ByteBuffer read(long offset, int length, String place) {
    check(offset, length, place);
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, offset, place);
    return buffer.flip();
  }

  /** The same into memory outside the heap, which libtorch reads without another copy. */
  ByteBuffer readDirect(long offset, int length, String place) {
    check(offset, length, place);
    ByteBuffer buffer = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, offset, place);
    return buffer.flip();
  }

  /** The same bytes one after another, a small piece in memory at a time. */
  InputStream stream(long offset, long length, String place) {
    check(offset, length, place);
    return new InputStream() {
      private long at = offset;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int first, int most) {
        int count = (int) Math.min(most, offset + length - at);
        if (count <= 0) {
          return most == 0 ? 0 : -1;
        }
        fill(ByteBuffer.wrap(into, first, count), at, place);
        at += count;
        return count;
      }
    };
  }

  /** Refuses a header by which two tensors share bytes. */
  <T> void refuseOverlaps(
      Set<Map.Entry<String, T>> tensors,
      ToLongFunction<Map.Entry<String, T>> offset,
      ToLongFunction<Map.Entry<String, T>> bytes) {
    long end = 0;
    for (Map.Entry<String, T> tensor :
        tensors.stream()
            .filter(t -> bytes.applyAsLong(t) > 0)
            .sorted(Comparator.comparingLong(offset))
            .toList()) {
      if (offset.applyAsLong(tensor) < end) {
        throw UserError.at(
            path,
            Shown.of(tensor.getKey()),
            "the file is damaged: its bytes are those of another tensor, too",
            "copy or download it again");
      }
      end = offset.applyAsLong(tensor) + bytes.applyAsLong(tensor);
    }
  }

  /** Receives consecutive pieces of a tensor. */
  interface Decoder {
    /**
     * @param piece little-endian, positioned at its first byte
     * @param at index of the first value of the piece
     * @param count number of values in it
     */
    void decode(ByteBuffer piece, int at, int count);
  }

  /**
   * Passes {@code values} values, which lie in blocks of {@code blockValues} values and {@code
   * blockBytes} bytes, to the decoder, about a megabyte at a time.
   */
  void decode(
      long offset, int values, int blockValues, int blockBytes, String place, Decoder decoder) {
    long bytes = (long) (values / blockValues) * blockBytes;
    check(offset, bytes, place);
    int blocksAtOnce = CHUNK / blockBytes;
    ByteBuffer buffer =
        ByteBuffer.allocateDirect((int) Math.min(bytes, (long) blocksAtOnce * blockBytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at < values) {
      int blocks = Math.min(blocksAtOnce, (values - at) / blockValues);
      buffer.clear().limit(blocks * blockBytes);
      fill(buffer, offset + (long) (at / blockValues) * blockBytes, place);
      decoder.decode(buffer.flip(), at, blocks * blockValues);
      at += blocks * blockValues;
    }
  }

  /** The error for a file that ends too early. */
  UserError truncated(String place, long needed) {
    return UserError.at(
        path,
        place,
        "the file is truncated: it has " + size + " bytes, at least " + needed + " are needed",
        "copy or download it again");
  }

  private void check(long offset, long length, String place) {
    if (offset < 0 || length < 0 || offset > size || length > size - offset) {
      throw truncated(place, offset < 0 || length < 0 ? Long.MAX_VALUE : saturated(offset, length));
    }
  }

  private static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private void fill(ByteBuffer buffer, long offset, String place) {
    try {
      long at = offset;
      while (buffer.hasRemaining()) {
        int n = channel.read(buffer, at);
        if (n < 0) {
          throw new EOFException("the file shrank while it was read");
        }
        at += n;
      }
    } catch (IOException e) {
      throw UserError.at(path, place, "cannot be read: " + e, "check the disk").causedBy(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw UserError.at(path, "", "cannot be closed: " + e, "check the disk").causedBy(e);
    }
  }
}
