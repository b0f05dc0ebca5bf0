package org.sluice.jobs.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Curves for TensorBoard: one event file of TFRecord frames.
 *
 * <p>A frame is u64 length, masked CRC32C of the length, data, masked CRC32C of the data, all
 * little endian; the mask is a rotation right by 15 bits plus 0xa282ead8. The data is a protobuf
 * Event (tensorflow/core/util/event.proto): wall_time = 1 (double), step = 2 (varint), file_version
 * = 3, summary = 5; a summary holds value = 1 with tag = 1 and simple_value = 2 (float).
 */
final class EventFile implements AutoCloseable {
  private static final int DOUBLE = 1; // protobuf's wire types
  private static final int BYTES = 2;
  private static final int FLOAT = 5;

  private final FileChannel channel;

  private EventFile(FileChannel channel) {
    this.channel = channel;
  }

  /** A new file in the folder; the name is the one TensorBoard looks for. */
  static EventFile create(Path folder, String host, double unixSeconds) {
    String name = "events.out.tfevents." + (long) unixSeconds + "." + host;
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(name);
      for (int i = 1; Files.exists(file); i++) {
        file = folder.resolve(name + "." + i);
      }
      EventFile events =
          new EventFile(
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      events.frame(new Message().fixed64(1, unixSeconds).bytes(3, "brain.Event:2".getBytes(UTF_8)));
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One point on each curve, by the curve's name. */
  void write(long step, double unixSeconds, Map<String, Double> values) {
    Message summary = new Message();
    values.forEach(
        (tag, value) ->
            summary.bytes(
                1, new Message().bytes(1, tag.getBytes(UTF_8)).fixed32(2, value).toBytes()));
    frame(new Message().fixed64(1, unixSeconds).varint(2, step).bytes(5, summary.toBytes()));
  }

  private void frame(Message event) {
    byte[] data = event.toBytes();
    ByteBuffer frame = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(data.length);
    frame.putInt(maskedCrc(frame.array(), Long.BYTES));
    frame.put(data).putInt(maskedCrc(data, data.length)).flip();
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int maskedCrc(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As much of protobuf's encoding as an Event needs. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message fixed64(int field, double value) {
      out.write(field << 3 | DOUBLE);
      out.writeBytes(little(Double.BYTES).putDouble(value).array());
      return this;
    }

    Message fixed32(int field, double value) {
      out.write(field << 3 | FLOAT);
      out.writeBytes(little(Float.BYTES).putFloat((float) value).array());
      return this;
    }

    Message varint(int field, long value) {
      out.write(field << 3);
      return varint(value);
    }

    Message bytes(int field, byte[] value) {
      out.write(field << 3 | BYTES);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private Message varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
      return this;
    }

    private static ByteBuffer little(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
