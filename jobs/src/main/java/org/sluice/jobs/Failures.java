package org.sluice.jobs;

import ai.djl.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
      if (isWithoutLibrary(at)) {
        return Optional.of(noLibrary().causedBy(failure));
      }
      full = isFull(at) ? Optional.of(at) : full; // the innermost one knows who was writing
    }
    return full.map(at -> diskFull(at, output).causedBy(failure));
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
