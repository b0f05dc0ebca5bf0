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
  private RowTable() {}

  /**
   * What was written.
   *
   * @param largestId the largest token id of all rows, -1 without rows
   */
  record Written(long rows, int largestId) {}

  /**
   * Writes the rows, each partition by its own task; what lay in the folder before is removed.
   *
   * @param table columns input_ids, labels and lengths, arrays of int
   */
  static Written write(Dataset<org.apache.spark.sql.Row> table, Path folder) {
    delete(folder);
    String target = folder.toString(); // a Path cannot be serialized
    MapPartitionsFunction<org.apache.spark.sql.Row, String> writer =
        rows -> List.of(writePartition(target, rows)).iterator();
    long count = 0;
    int largest = -1;
    List<String> parts =
        table
            .select(functions.col("input_ids"), functions.col("labels"), functions.col("lengths"))
            .mapPartitions(writer, Encoders.STRING())
            .collectAsList();
    for (String part : parts) {
      String[] numbers = part.split(" ");
      count += Long.parseLong(numbers[0]);
      largest = Math.max(largest, Integer.parseInt(numbers[1]));
    }
    return new Written(count, largest);
  }

  private static String writePartition(String folder, Iterator<org.apache.spark.sql.Row> rows)
      throws IOException {
    int[] largest = {-1};
    Iterator<Row> decoded =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public Row next() {
            org.apache.spark.sql.Row row = rows.next();
            int[] ids = ints(row, 0);
            for (int id : ids) {
              largest[0] = Math.max(largest[0], id);
            }
            return new Row(ids, ints(row, 1), ints(row, 2));
          }
        };
    String name = "part-%05d".formatted(TaskContext.getPartitionId());
    return RowShard.write(Path.of(folder), name, decoded) + " " + largest[0];
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
