package org.sluice.jobs.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Json;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Torch;
import org.sluice.jobs.Devices;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.ModelOptions.Accelerator;
import org.sluice.jobs.ModelOptions.Precision;

/**
 * What {@code model.dtype: auto} means in a run. Processors differ: where one has matrix units for
 * bfloat16 it is twice as fast as float, on others half as fast. An executor measures both once;
 * the answer is kept in the run's folder, so that training, its resumption and evaluation agree.
 */
public final class Arithmetic {
  private static final String FILE = "arithmetic.json";
  private static final String KEY = "dtype";

  private Arithmetic() {}

  /**
   * The model with its type named: as asked for, as this run measured earlier, or as now measured.
   */
  public static ModelOptions settle(SparkSession spark, ModelOptions options, Path output) {
    return switch (options.dtype()) {
      case BF16, FP32 -> options;
      case AUTO -> {
        Path file = output.resolve(FILE);
        if (!Files.exists(file)) {
          String fastest = measure(spark, options.device()).name();
          AtomicFiles.write(
              file, Json.MAPPER.createObjectNode().put(KEY, fastest).toPrettyString() + "\n");
        }
        yield options.in(Precision.valueOf(Json.object(file).path(KEY).asText()));
      }
    };
  }

  private static Precision measure(SparkSession spark, Accelerator device) {
    int threads = spark.sparkContext().getConf().getInt("spark.task.cpus", 1);
    String fastest =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(threads), 1)
            .map(count -> fastest(device, count))
            .first();
    return Precision.valueOf(fastest);
  }

  private static String fastest(Accelerator device, int threads) {
    try (Torch torch = Torch.on(Devices.of(device), threads)) {
      return DType.fastest(torch).name();
    }
  }
}
