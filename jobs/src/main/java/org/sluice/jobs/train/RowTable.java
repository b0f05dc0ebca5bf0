package org.sluice.jobs.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.sluice.engine.train.Row;

/** From a table of training rows to the files of a {@link RowStore}. */
final class RowTable {
  /** The column of whole numbers in whose order rows are read, where a table has it. */
  static final String SEQUENCE = "sequence";

  private RowTable() {}

  /**
   * What was written.
   *
   * @param largestId the largest token id of all rows, -1 without rows
   * @param inOrder whether every row has its place in an order
   */
  record Written(long rows, int largestId, boolean inOrder) {
    private static final Written NOTHING = new Written(0, -1, true);

    private Written plus(Written other) {
      return new Written(
          rows + other.rows, Math.max(largestId, other.largestId), inOrder && other.inOrder);
    }

    private String told() {
      return rows + " " + largestId + " " + inOrder;
    }

    private static Written of(String told) {
      String[] parts = told.split(" ");
      return new Written(
          Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Boolean.parseBoolean(parts[2]));
    }
  }

  /**
   * Writes the rows, each partition by its own task; what lay in the folder before is removed.
   *
   * @param table columns input_ids, labels and lengths, arrays of int; {@link #SEQUENCE} may stand
   *     beside them
   */
  static Written write(Dataset<org.apache.spark.sql.Row> table, Path folder) {
    delete(folder);
    String target = folder.toString(); // a Path cannot be serialized
    MapPartitionsFunction<org.apache.spark.sql.Row, String> writer =
        rows -> List.of(writePartition(target, rows)).iterator();
    boolean sequenced = Arrays.asList(table.columns()).contains(SEQUENCE);
    return table
        .select(
            functions.col("input_ids"),
            functions.col("labels"),
            functions.col("lengths"),
            (sequenced ? functions.col(SEQUENCE) : functions.lit(null)).cast("bigint"))
        .mapPartitions(writer, Encoders.STRING())
        .collectAsList()
        .stream()
        .map(Written::of)
        .reduce(Written.NOTHING, Written::plus);
  }

  private static String writePartition(String folder, Iterator<org.apache.spark.sql.Row> rows)
      throws IOException {
    int[] largest = {-1};
    boolean[] inOrder = {true};
    Iterator<RowShard.Sequenced> decoded =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public RowShard.Sequenced next() {
            org.apache.spark.sql.Row row = rows.next();
            int[] ids = ints(row, 0);
            for (int id : ids) {
              largest[0] = Math.max(largest[0], id);
            }
            inOrder[0] &= !row.isNullAt(3);
            return new RowShard.Sequenced(
                row.isNullAt(3) ? 0 : row.getLong(3), new Row(ids, ints(row, 1), ints(row, 2)));
          }
        };
    String name = "part-%05d".formatted(TaskContext.getPartitionId());
    long count = RowShard.write(Path.of(folder), name, decoded);
    return new Written(count, largest[0], inOrder[0]).told();
  }

  private static int[] ints(org.apache.spark.sql.Row row, int column) {
    // where one mapPartitions follows another, Spark hands over the very row, its arrays unwrapped
    List<Integer> values =
        row.get(column) instanceof Integer[] array ? Arrays.asList(array) : row.getList(column);
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Removes the files of a store. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
