package org.sluice.pipelines.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.train.DeviceCheck;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.pipelines.cli.DoctorCommand.Examination;
import org.sluice.pipelines.cli.DoctorCommand.Finding;

/** What {@code sluice doctor} tries, in this order. */
final class Examinations {
  private static final int OLDEST_JAVA = 17;
  private static final int NEWEST_JAVA = 21;
  private static final double GIBIBYTE = 1L << 30;
  private static final double ENOUGH_MEMORY = 4;
  private static final double ENOUGH_HEAP = 0.9;
  private static final double ENOUGH_DISK = 5;
  private static final double LARGEST_DIFFERENCE = 1e-4;
  private static final double LARGEST_DIFFERENCE_BF16 = 0.02;

  private Examinations() {}

  /**
   * @param gpu whether a GPU is wanted, so that none at all is something to mend
   */
  static List<Examination> all(Path output, boolean gpu) {
    return List.of(
        new Examination("java", Examinations::java, "install a JDK 17 and set JAVA_HOME to it"),
        new Examination("memory", Examinations::memory, ""),
        new Examination("disk", () -> disk(output), "choose another folder with --output"),
        new Examination("write", () -> write(output), "choose a folder that you may write to"),
        new Examination(
            "spark",
            Examinations::spark,
            "set SPARK_LOCAL_IP=127.0.0.1; start with ./sluice, which opens the packages of Java"
                + " that Spark needs"),
        new Examination("prepare", Examinations::prepare, "see the log"),
        new Examination(
            "native",
            Examinations::nativeLibrary,
            "libtorch is unpacked below DJL_CACHE_DIR (default ~/.djl.ai): give it 1 GB, and use"
                + " Linux on x86-64 with glibc 2.28 or newer"),
        new Examination("gpu", () -> gpu(gpu), "update the driver, or train on the processor"));
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String what = Runtime.version() + ", " + System.getProperty("java.vm.name");
    return version >= OLDEST_JAVA && version <= NEWEST_JAVA
        ? Finding.works(what)
        : Finding.broken(what, "install a JDK 17 and set JAVA_HOME to it");
  }

  private static Finding memory() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double all = system.getTotalMemorySize() / GIBIBYTE;
    double heap = Runtime.getRuntime().maxMemory() / GIBIBYTE;
    int cores = Runtime.getRuntime().availableProcessors();
    String what =
        String.format(Locale.ROOT, "%.1f GiB, Java heap %.1f GiB, %d cores", all, heap, cores);
    if (heap < ENOUGH_HEAP) {
      return Finding.note(what, "set SLUICE_HEAP=2g or more");
    }
    return all >= ENOUGH_MEMORY
        ? Finding.works(what)
        : Finding.note(what, "the quickstart wants 4 GiB; a model of 135M parameters 6 GiB");
  }

  private static Finding disk(Path output) throws IOException {
    Path there = output;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    double free = Files.getFileStore(there).getUsableSpace() / GIBIBYTE;
    String what = String.format(Locale.ROOT, "%.1f GiB free in %s", free, there);
    return free >= ENOUGH_DISK
        ? Finding.works(what)
        : Finding.note(what, "free 5 GiB: tables, checkpoints and the native library need room");
  }

  private static Finding write(Path output) throws IOException {
    Path there = output;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    Path trial = Files.createTempFile(there, "sluice-doctor", ".tmp");
    Files.delete(trial);
    return Finding.works(there + " can be written");
  }

  /** Starts a session, writes a Delta table and reads it again. */
  private static Finding spark() throws IOException {
    long start = System.nanoTime();
    Path folder = Files.createTempDirectory("sluice-doctor");
    SparkSession spark =
        Sessions.create(
            new SessionOptions("sluice doctor", Optional.of("local[1]"), true, Map.of()));
    try {
      String table = folder.resolve("table").toString();
      spark.range(1000).write().format("delta").save(table);
      long rows = spark.read().format("delta").load(table).count();
      String what =
          String.format(
              Locale.ROOT,
              "Spark %s wrote a Delta table and read %d rows of it, %.1f s",
              spark.version(),
              rows,
              (System.nanoTime() - start) / 1e9);
      return rows == 1000 ? Finding.works(what) : Finding.broken(what, "see the log");
    } finally {
      spark.stop();
      delete(folder);
    }
  }

  private static Finding prepare() throws IOException {
    Path folder = Files.createTempDirectory("sluice-doctor");
    try {
      return Finding.works(PreparationTrial.in(folder));
    } finally {
      delete(folder);
    }
  }

  /** A product of two matrices, in libtorch. */
  private static Finding nativeLibrary() {
    int n = 256;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray ones = manager.ones(new ai.djl.ndarray.types.Shape(n, n));
      float sum = ones.matMul(ones).sum().getFloat();
      Engine engine = manager.getEngine();
      String what =
          engine.getEngineName() + " " + engine.getVersion() + ", a product of matrices is right";
      return sum == (float) n * n * n
          ? Finding.works(what)
          : Finding.broken("a product of matrices is wrong: " + sum, "report this machine");
    }
  }

  /** Trains a tiny model on the first GPU and on the processor. */
  private static Finding gpu(boolean wanted) {
    int gpus = Engine.getInstance().getGpuCount();
    if (gpus == 0) {
      String none = "none is seen: training runs on the processor";
      String remedy =
          "set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to a libtorch for CUDA and put libcudart on"
              + " LD_LIBRARY_PATH, as docs/gpu.md says";
      return wanted ? Finding.broken(none, remedy) : Finding.note(none, "");
    }
    double exact = DeviceCheck.difference(Device.gpu(0), DType.FP32);
    double fast = DeviceCheck.difference(Device.gpu(0), DType.BF16);
    String what =
        String.format(
            Locale.ROOT,
            "%d found; losses differ from the processor's by %.1e in float, %.1e in bfloat16",
            gpus,
            exact,
            fast);
    return exact < LARGEST_DIFFERENCE && fast < LARGEST_DIFFERENCE_BF16
        ? Finding.works(what)
        : Finding.broken(what, "report this GPU, its driver and libtorch's version");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
