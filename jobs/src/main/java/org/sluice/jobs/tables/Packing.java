package org.sluice.jobs.tables;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes rows into bytes for {@link Unpacking}. Each value has a tag before it: numbers follow in
 * full, texts as a byte a character where none is above U+00FF, else as two. Not thread-safe.
 */
final class Packing {
  static final byte NULL = 0;
  static final byte NARROW = 1;
  static final byte WIDE = 2;
  static final byte LONG = 3;
  static final byte INT = 4;
  static final byte DOUBLE = 5;
  static final byte LONGS = 6;
  static final byte LIST = 7;
  static final byte OTHER = 8;
  static final byte KEPT = 9;
  static final byte ASIDE = 10;

  private static final int FIRST_ROOM = 1 << 16;
  private static final char MOST_NARROW = 0xFF;

  private ByteBuffer out = ByteBuffer.allocate(FIRST_ROOM);
  private final List<Object> others = new ArrayList<>();
  private char[] text = new char[1 << 12];

  /** Bytes since the last chunk. */
  int size() {
    return out.position();
  }

  /** What was put since the last chunk. */
  Chunk chunk(int items) {
    Chunk chunk = new Chunk(items, Arrays.copyOf(out.array(), out.position()), others.toArray());
    out.clear();
    others.clear();
    return chunk;
  }

  void put(Item item) {
    room(1);
    if (item instanceof Item.Kept kept) {
      out.put(KEPT);
      values(kept.values());
    } else if (item instanceof Item.Aside aside) {
      out.put(ASIDE);
      value(aside.table());
      values(aside.values());
    } else {
      value(item);
    }
  }

  private void values(Object[] values) {
    room(Integer.BYTES);
    out.putInt(values.length);
    for (Object value : values) {
      value(value);
    }
  }

  private void value(Object value) {
    room(1 + Long.BYTES);
    if (value == null) {
      out.put(NULL);
    } else if (value instanceof String string) {
      string(string);
    } else if (value instanceof Long number) {
      out.put(LONG).putLong(number);
    } else if (value instanceof Integer number) {
      out.put(INT).putInt(number);
    } else if (value instanceof Double number) {
      out.put(DOUBLE).putDouble(number);
    } else if (value instanceof long[] numbers) {
      out.put(LONGS).putInt(numbers.length);
      room(Math.multiplyExact(numbers.length, Long.BYTES));
      out.asLongBuffer().put(numbers);
      out.position(out.position() + numbers.length * Long.BYTES);
    } else if (value instanceof List<?> list) {
      out.put(LIST);
      values(list.toArray());
    } else {
      out.put(OTHER).putInt(others.size());
      others.add(value);
    }
  }

  private void string(String string) {
    int length = string.length();
    if (length > text.length) {
      text = new char[length];
    }
    string.getChars(0, length, text, 0);
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= text[i];
    }
    if (all > MOST_NARROW) {
      out.put(WIDE).putInt(length);
      room(Math.multiplyExact(length, Character.BYTES));
      out.asCharBuffer().put(text, 0, length);
      out.position(out.position() + length * Character.BYTES);
      return;
    }
    out.put(NARROW).putInt(length);
    room(length);
    byte[] bytes = out.array();
    int at = out.position();
    for (int i = 0; i < length; i++) {
      bytes[at + i] = (byte) text[i];
    }
    out.position(at + length);
  }

  private void room(int more) {
    if (out.remaining() < more) {
      int wanted = Math.addExact(out.position(), more);
      int doubled = (int) Math.min(Integer.MAX_VALUE - Long.BYTES, out.capacity() * 2L);
      byte[] larger = Arrays.copyOf(out.array(), Math.max(wanted, doubled));
      out = ByteBuffer.wrap(larger).position(out.position());
    }
  }
}
