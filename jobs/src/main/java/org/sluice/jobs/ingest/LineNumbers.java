package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.sluice.jobs.tables.Schemas;
import scala.Tuple2;

/**
 * Turns line numbers within a range into line numbers within the file. Only when a broken line
 * stands behind the first range of a file is anything counted, and then only in that file.
 */
final class LineNumbers implements UnaryOperator<JavaRDD<Row>> {
  private static final int LINE = 2;
  private static final int FILE = 1;
  private static final int RANGE_START = 6;

  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final List<FileRange> ranges;

  LineNumbers(
      JavaSparkContext spark, Broadcast<SerializableConfiguration> hadoop, List<FileRange> ranges) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.ranges = ranges;
  }

  @Override
  public JavaRDD<Row> apply(JavaRDD<Row> rejects) {
    Map<String, Long> lastStarts = new HashMap<>();
    rejects
        .map(row -> new Tuple2<>(row.getString(FILE), row.getLong(RANGE_START)))
        .distinct()
        .collect()
        .forEach(start -> lastStarts.merge(start._1(), start._2(), Math::max));
    Broadcast<Map<Tuple2<String, Long>, Long>> before = spark.broadcast(linesBefore(lastStarts));
    return rejects.map(
        row -> {
          Object[] values = new Object[Schemas.REJECTS.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i);
          }
          Tuple2<String, Long> range = new Tuple2<>(row.getString(FILE), row.getLong(RANGE_START));
          if (!row.isNullAt(LINE)) {
            values[LINE] = row.getLong(LINE) + before.value().getOrDefault(range, 0L);
          }
          return RowFactory.create(values);
        });
  }

  /** Line feeds before each range, up to the last one of each file that matters. */
  private Map<Tuple2<String, Long>, Long> linesBefore(Map<String, Long> lastStarts) {
    List<FileRange> toCount = new ArrayList<>();
    for (FileRange range : ranges) {
      if (range.start() < lastStarts.getOrDefault(range.file().path(), 0L)) {
        toCount.add(range);
      }
    }
    Map<Tuple2<String, Long>, Long> before = new HashMap<>();
    if (toCount.isEmpty()) {
      return before;
    }
    Broadcast<SerializableConfiguration> conf = hadoop;
    List<Long> counts =
        spark
            .parallelize(toCount, toCount.size())
            .map(range -> countLineFeeds(range, conf.value().value()))
            .collect();
    long sum = 0;
    for (int i = 0; i < toCount.size(); i++) {
      FileRange range = toCount.get(i);
      sum = (range.start() == 0 ? 0 : sum) + counts.get(i);
      before.put(new Tuple2<>(range.file().path(), range.end()), sum);
    }
    return before;
  }

  /**
   * Line feeds between the place where reading the range begins, one byte before its start, and the
   * place where reading the next one begins. {@link LineRangeReader} counts from there.
   */
  private static long countLineFeeds(FileRange range, Configuration hadoop) {
    long count = 0;
    long at = Math.max(0, range.start() - 1);
    long end = range.end() - 1;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = range.file().open(hadoop, at)) {
      while (at < end) {
        int got = in.read(buffer, 0, (int) Math.min(buffer.length, end - at));
        if (got < 0) {
          break;
        }
        for (int i = 0; i < got; i++) {
          count += buffer[i] == '\n' ? 1 : 0;
        }
        at += got;
      }
    } catch (ChecksumException e) {
      return count; // nothing behind it is read either
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot count the lines of " + range.file().path(), e);
    }
    return count;
  }
}
