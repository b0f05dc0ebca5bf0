package org.sluice.jobs.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.base.UserError;
import org.sluice.engine.train.Row;

/**
 * Training rows on disk, to be read in any order by any rank: only the index is in memory, 56 bytes
 * a row.
 *
 * <p>Rows are numbered by their sequence and the digest of their content, so the numbers do not
 * depend on how the table was cut into partitions; rows with equal content may change places, which
 * nobody can see.
 */
final class RowStore implements AutoCloseable {
  private record Entry(
      long sequence, byte[] key, int shard, long offset, int tokens, int samples) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::sequence).thenComparing(Entry::key, Arrays::compareUnsigned);

  private final List<FileChannel> shards = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private RowStore() {}

  /**
   * Opens all shards of a folder.
   *
   * @param expected how many rows were written, which tells a folder that is not shared
   */
  static RowStore open(Path folder, long expected) {
    RowStore store = new RowStore();
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      List<Path> indexes =
          files.filter(f -> f.toString().endsWith(RowShard.INDEX)).sorted().toList();
      for (Path index : indexes) {
        store.add(index);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (store.entries.size() != expected) {
      store.close();
      throw UserError.at(
          folder,
          "",
          "holds " + store.entries.size() + " of " + expected + " training rows on this machine",
          "put output.path on a file system that the driver and all executors share");
    }
    store.entries.sort(ORDER);
    return store;
  }

  private void add(Path index) throws IOException {
    String name = index.getFileName().toString();
    Path rows =
        index.resolveSibling(
            name.substring(0, name.length() - RowShard.INDEX.length()) + RowShard.ROWS);
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(index)).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long sequence = in.getLong();
      byte[] key = new byte[RowShard.KEY_BYTES];
      in.get(key);
      entries.add(new Entry(sequence, key, shards.size(), in.getLong(), in.getInt(), in.getInt()));
    }
    shards.add(FileChannel.open(rows, StandardOpenOption.READ));
  }

  int size() {
    return entries.size();
  }

  /** Tokens of each row. */
  int[] lengths() {
    return entries.stream().mapToInt(Entry::tokens).toArray();
  }

  /**
   * SHA-256 over the keys of all rows: equal for equal rows in an equal order, in whatever
   * partitions they came.
   */
  String digest() {
    var digest = RowShard.sha256();
    entries.forEach(entry -> digest.update(entry.key()));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The row of a number from 0 to {@link #size} - 1. */
  Row read(int number) {
    Entry entry = entries.get(number);
    int ints = 2 * entry.tokens() + entry.samples();
    ByteBuffer bytes = ByteBuffer.allocate(ints * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      FileChannel shard = shards.get(entry.shard());
      for (long at = entry.offset(); bytes.hasRemaining(); ) {
        int n = shard.read(bytes, at);
        if (n < 0) {
          throw new IOException("a shard of training rows is cut off");
        }
        at += n;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes.flip();
    return new Row(
        ints(bytes, entry.tokens()), ints(bytes, entry.tokens()), ints(bytes, entry.samples()));
  }

  private static int[] ints(ByteBuffer from, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = from.getInt();
    }
    return values;
  }

  @Override
  public void close() {
    for (FileChannel shard : shards) {
      try {
        shard.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
