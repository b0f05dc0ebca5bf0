package org.sluice.jobs;

import ai.djl.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.sluice.base.UserError;

/** Finds, below what Spark wraps around it, the mistake that the user can mend. */
public final class Failures {
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded");

  private static final String LIBRARY_LOADER = "ai.djl.pytorch.jni.LibUtils";

  /** Where Spark writes between stages: to its own folders, not to the run's. */
  private static final List<String> SCRATCH =
      List.of(
          "org.apache.spark.shuffle.",
          "org.apache.spark.storage.",
          "org.apache.spark.util.collection.");

  /**
   * How Spark's messages begin of failures at a file that does not hold what its format asks for.
   */
  private static final List<String> UNREADABLE =
      List.of("[FAILED_READ_FILE.NO_HINT]", "[FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER]");

  private Failures() {}

  /** The user's part in a failure; empty when it is a bug or the cluster's. */
  public static Optional<UserError> userError(Throwable failure) {
    return userError(failure, "");
  }

  /**
   * The user's part in a failure; empty when it is a bug or the cluster's.
   *
   * @param output the folder that was written to, to be named when its disk is full
   */
  public static Optional<UserError> userError(Throwable failure, String output) {
    Optional<Throwable> full = Optional.empty();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UserError error) {
        return Optional.of(error);
      }
      if (at instanceof SparkThrowable told && isUnreadable(told)) {
        return Optional.of(unreadable(told).causedBy(failure));
      }
      if (isWithoutLibrary(at)) {
        return Optional.of(noLibrary().causedBy(failure));
      }
      full = isFull(at) ? Optional.of(at) : full; // the innermost one knows who was writing
    }
    return full.map(at -> diskFull(at, output).causedBy(failure));
  }

  /** Spark's failure at a file of Parquet that is cut off, damaged or none at all. */
  private static boolean isUnreadable(SparkThrowable told) {
    String message = String.valueOf(((Throwable) told).getMessage());
    return UNREADABLE.stream().anyMatch(message::startsWith);
  }

  private static UserError unreadable(SparkThrowable told) {
    String file = told.getMessageParameters().getOrDefault("path", "a file of the input");
    return UserError.at(
        file, "", "it cannot be read: cut off, damaged, or no Parquet", "fetch or make it again");
  }

  /**
   * DJL's failure where libtorch is neither on the class path nor where the environment says. Its
   * words differ: it then tries to fetch libtorch from its own site.
   */
  private static boolean isWithoutLibrary(Throwable failure) {
    return failure instanceof EngineException
        && (String.valueOf(failure.getMessage()).contains("native library")
            || Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(LIBRARY_LOADER)));
  }

  private static UserError noLibrary() {
    return UserError.of(
        "libtorch cannot be loaded on this machine",
        "add pytorch-native-cpu (linux-x86_64) with --jars, or set PYTORCH_LIBRARY_PATH"
            + " (docs/spark-submit.md)");
  }

  private static boolean isFull(Throwable failure) {
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    return FULL.stream().anyMatch(message::contains);
  }

  private static UserError diskFull(Throwable failure, String output) {
    boolean scratch =
        Arrays.stream(failure.getStackTrace())
            .anyMatch(frame -> SCRATCH.stream().anyMatch(frame.getClassName()::startsWith));
    if (scratch) {
      return UserError.of(
          "the disk for Spark's temporary files is full",
          "set SPARK_LOCAL_DIRS to a folder with more space");
    }
    String remedy = "free some space, or set another output.path";
    return output.isEmpty()
        ? UserError.of("the disk is full", remedy)
        : UserError.at(output, "", "the disk is full", remedy);
  }
}
