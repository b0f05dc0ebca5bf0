package org.sluice.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;

class FailuresTest {
  @Test
  void aMissingNativeLibraryIsSaidInOneLine() {
    Exception failure =
        new RuntimeException(
            new EngineException(
                "Failed to load PyTorch native library",
                new IllegalStateException("no such file")));
    assertThat(Failures.userError(failure).orElseThrow().getMessage())
        .hasLineCount(1)
        .contains("libtorch", "--jars", "PYTORCH_LIBRARY_PATH");
  }

  @Test
  void soIsOneThatCannotBeFetched() {
    EngineException failure = new EngineException("Failed to save pytorch index file");
    assertThat(line(failure)).isEmpty();
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("ai.djl.pytorch.jni.LibUtils", "downloadPyTorch", null, 1)
        });
    assertThat(line(failure)).startsWith("libtorch cannot be loaded on this machine");
  }

  private static String line(Throwable failure) {
    return Failures.userError(failure, "out/web").map(Throwable::getMessage).orElse("");
  }

  private static IOException full(String writer) {
    IOException full = new IOException("No space left on device");
    full.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.io.FileOutputStream", "writeBytes", null, -2),
          new StackTraceElement(writer, "write", null, 1)
        });
    return full;
  }

  @Test
  void aFullDiskIsNamedByWhoWroteToIt() {
    assertThat(line(new SparkException("aborted", full("org.apache.parquet.ParquetFileWriter"))))
        .isEqualTo("out/web: the disk is full; free some space, or set another output.path");
    assertThat(line(new SparkException("aborted", full("org.apache.spark.storage.DiskStore"))))
        .isEqualTo(
            "the disk for Spark's temporary files is full;"
                + " set SPARK_LOCAL_DIRS to a folder with more space");
    assertThat(line(new IllegalStateException("a bug"))).isEmpty();
  }

  @Test
  void aMistakeIsFoundBelowWhatSparkWrapsAroundIt() {
    UserError mistake = UserError.of("no rows", "give some");
    assertThat(line(new SparkException("aborted", new RuntimeException(mistake))))
        .isEqualTo("no rows; give some");
  }
}
