package org.sluice.jobs.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;

/** A small random model of the engine's own golden set, and rows that it can learn. */
final class Tiny {
  static final Path MODEL =
      Path.of("../engine/src/test/resources/golden/tiny").toAbsolutePath().normalize();

  private static final StructType BLOCKS =
      StructType.fromDDL("input_ids ARRAY<INT>, labels ARRAY<INT>, lengths ARRAY<INT>");

  private Tiny() {}

  /** Rows of rising numbers, of several lengths, in as many partitions as asked. */
  static Dataset<Row> rows(SparkSession spark, int count, int partitions) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Integer[] ids = new Integer[8 + random.nextInt(12)];
      int start = 3 + random.nextInt(300);
      for (int k = 0; k < ids.length; k++) {
        ids[k] = start + k;
      }
      rows.add(RowFactory.create(ids, ids, new Integer[] {ids.length}));
    }
    return spark.createDataFrame(rows, BLOCKS).repartition(partitions);
  }

  /** Settings of a small run, changed by pairs of key and value. */
  static TrainOptions options(Object... pairs) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("model", Map.of("path", MODEL.toString(), "dtype", "fp32"));
    settings.put("r", 4);
    settings.put("lora_alpha", 8);
    settings.put("target_modules", "all-linear");
    settings.put("learning_rate", 5e-3);
    settings.put("steps", 20);
    settings.put("per_device_batch_size", 4);
    settings.put("save_steps", 5);
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put((String) pairs[i], pairs[i + 1]);
    }
    Problems problems = new Problems();
    TrainOptions options =
        Binder.bind(TrainOptions.class, Node.ofMap(settings, Place.option("test")), problems);
    problems.throwIfAny();
    return options;
  }

  static TrainPlaces places(Path output) {
    return new TrainPlaces(
        output.resolve("train").toString(),
        output.resolve("checkpoints").toString(),
        output.resolve("adapter").toString());
  }
}
