package org.sluice.engine.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/** Reads the header of a GGUF file from front to back, refusing counts that cannot be true. */
final class GgufCursor {
  /** More than any vocabulary or list of merges; keeps a damaged count from filling the memory. */
  private static final int MAX_ELEMENTS = 1 << 22;

  private static final int WINDOW = 1 << 16;

  private final RandomFile file;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;
  private String place = "header";

  GgufCursor(RandomFile file) {
    this.file = file;
  }

  /** Names what is being read, for errors. */
  void at(String newPlace) {
    place = Shown.of(newPlace);
  }

  long position() {
    return windowStart + window.position();
  }

  int u32() {
    return need(4).getInt();
  }

  long u64() {
    return need(8).getLong();
  }

  /** A count of things that take at least {@code bytesEach} bytes each. */
  int count(long declared, int bytesEach) {
    if (declared < 0
        || declared > MAX_ELEMENTS
        || declared > (file.size() - position()) / bytesEach) {
      throw damaged("it declares " + Long.toUnsignedString(declared) + " entries");
    }
    return (int) declared;
  }

  String string() {
    int length = count(u64(), 1);
    if (length <= WINDOW) {
      ByteBuffer bytes = need(length);
      String text =
          new String(
              bytes.array(),
              bytes.arrayOffset() + bytes.position(),
              length,
              StandardCharsets.UTF_8);
      bytes.position(bytes.position() + length);
      return text;
    }
    String text = StandardCharsets.UTF_8.decode(file.read(position(), length, place)).toString();
    skipTo(position() + length);
    return text;
  }

  /** A value of metadata: Long, Double, Boolean, String or a list of those. */
  Object value() {
    int type = u32();
    if (type != 9) {
      return scalar(type);
    }
    int elementType = u32();
    int count = count(u64(), minimumBytes(elementType));
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(scalar(elementType));
    }
    return list;
  }

  private Object scalar(int type) {
    return switch (type) {
      case 0 -> (long) (need(1).get() & 0xff);
      case 1 -> (long) need(1).get();
      case 2 -> (long) (need(2).getShort() & 0xffff);
      case 3 -> (long) need(2).getShort();
      case 4 -> u32() & 0xffffffffL;
      case 5 -> (long) u32();
      case 6 -> (double) need(4).getFloat();
      case 7 -> need(1).get() != 0;
      case 8 -> string();
      case 10, 11 -> u64();
      case 12 -> need(8).getDouble();
      default -> throw damaged("there is no value type " + Integer.toUnsignedString(type));
    };
  }

  private int minimumBytes(int type) {
    return switch (type) {
      case 0, 1, 7 -> 1;
      case 2, 3 -> 2;
      case 4, 5, 6 -> 4;
      case 8, 10, 11, 12 -> 8;
      default -> throw damaged("there is no element type " + Integer.toUnsignedString(type));
    };
  }

  /** The window, positioned so that {@code bytes} bytes can be read from it. */
  private ByteBuffer need(int bytes) {
    if (window.remaining() < bytes) {
      long start = position();
      int length = (int) Math.min(WINDOW, file.size() - start);
      window = file.read(start, Math.max(bytes, length), place);
      windowStart = start;
    }
    return window;
  }

  private void skipTo(long position) {
    windowStart = position;
    window = ByteBuffer.allocate(0);
  }

  UserError damaged(String problem) {
    return UserError.at(
        file.path(), place, "the file is damaged: " + problem, "copy or download it again");
  }
}
