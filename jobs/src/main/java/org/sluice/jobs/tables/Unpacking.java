package org.sluice.jobs.tables;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads rows that {@link Packing} has written. */
final class Unpacking {
  private final ByteBuffer in;
  private final Object[] others;

  Unpacking(Chunk chunk) {
    this.in = ByteBuffer.wrap(chunk.bytes());
    this.others = chunk.others();
  }

  /** The next row. */
  Item item() {
    byte tag = in.get();
    return switch (tag) {
      case Packing.KEPT -> new Item.Kept(values());
      case Packing.ASIDE -> new Item.Aside((String) value(), values());
      default -> (Item) value(tag);
    };
  }

  private Object[] values() {
    Object[] values = new Object[in.getInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value();
    }
    return values;
  }

  private Object value() {
    return value(in.get());
  }

  private Object value(byte tag) {
    return switch (tag) {
      case Packing.NULL -> null;
      case Packing.NARROW -> narrow(in.getInt());
      case Packing.WIDE -> wide(in.getInt());
      case Packing.LONG -> in.getLong();
      case Packing.INT -> in.getInt();
      case Packing.DOUBLE -> in.getDouble();
      case Packing.LONGS -> longs(in.getInt());
      case Packing.LIST -> Arrays.asList(values());
      case Packing.OTHER -> others[in.getInt()];
      default -> throw new IllegalStateException("A held row has the tag " + tag);
    };
  }

  private String narrow(int length) {
    String text = new String(in.array(), in.position(), length, StandardCharsets.ISO_8859_1);
    in.position(in.position() + length);
    return text;
  }

  private String wide(int length) {
    String text = in.asCharBuffer().subSequence(0, length).toString();
    in.position(in.position() + length * Character.BYTES);
    return text;
  }

  private long[] longs(int length) {
    long[] numbers = new long[length];
    in.asLongBuffer().get(numbers);
    in.position(in.position() + length * Long.BYTES);
    return numbers;
  }
}
