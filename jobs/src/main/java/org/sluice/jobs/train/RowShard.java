package org.sluice.jobs.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;
import org.sluice.engine.train.Row;

/**
 * Writes one partition of training rows as two files.
 *
 * <p>{@code NAME.rows}: for each row its token ids, labels and sample lengths, as little-endian
 * int32. {@code NAME.index}: for each row its sequence (int64), 16 bytes of the SHA-256 of the row,
 * the offset (int64), the number of tokens and the number of samples (int32).
 */
final class RowShard {
  static final String ROWS = ".rows";
  static final String INDEX = ".index";
  static final int KEY_BYTES = 16;

  private RowShard() {}

  /**
   * A row and where it stands among the others.
   *
   * @param sequence rows of a smaller one come first; all alike: they have no order
   */
  record Sequenced(long sequence, Row row) {}

  /** Writes all rows under the name and gives their number; a second try replaces the first. */
  static long write(Path folder, String name, Iterator<Sequenced> rows) throws IOException {
    Files.createDirectories(folder);
    String hidden = "." + name + "-" + UUID.randomUUID();
    Path data = folder.resolve(hidden + ".data");
    Path index = folder.resolve(hidden + ".entries");
    long count = 0;
    long offset = 0;
    try (OutputStream dataOut = new BufferedOutputStream(Files.newOutputStream(data));
        OutputStream indexOut = new BufferedOutputStream(Files.newOutputStream(index))) {
      while (rows.hasNext()) {
        Sequenced next = rows.next();
        Row row = next.row();
        byte[] bytes = encode(row);
        ByteBuffer entry = little(KEY_BYTES + 2 * Long.BYTES + 2 * Integer.BYTES);
        entry.putLong(next.sequence());
        entry.put(Arrays.copyOf(sha256().digest(bytes), KEY_BYTES)).putLong(offset);
        entry.putInt(row.inputIds().length).putInt(row.lengths().length);
        dataOut.write(bytes);
        indexOut.write(entry.array());
        offset += bytes.length;
        count++;
      }
    }
    Files.move(data, folder.resolve(name + ROWS), StandardCopyOption.ATOMIC_MOVE);
    Files.move(index, folder.resolve(name + INDEX), StandardCopyOption.ATOMIC_MOVE);
    return count;
  }

  private static byte[] encode(Row row) {
    int ints = row.inputIds().length + row.labels().length + row.lengths().length;
    ByteBuffer bytes = little(ints * Integer.BYTES);
    for (int[] part : new int[][] {row.inputIds(), row.labels(), row.lengths()}) {
      for (int value : part) {
        bytes.putInt(value);
      }
    }
    return bytes.array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
