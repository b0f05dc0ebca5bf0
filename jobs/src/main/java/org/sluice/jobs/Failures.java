package org.sluice.jobs;

import java.io.IOException;
import java.util.Optional;
import org.sluice.base.UserError;

/** Finds, below what Spark wraps around it, the mistake that the user can mend. */
public final class Failures {
  private Failures() {}

  /** The user's part in a failure; empty when it is a bug or the cluster's. */
  public static Optional<UserError> userError(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UserError error) {
        return Optional.of(error);
      }
      if (at instanceof IOException && isFull(at.getMessage())) {
        return Optional.of(
            UserError.of("the disk is full", "free some space, or set another output.path")
                .causedBy(failure));
      }
      if (at.getCause() == at) {
        break;
      }
    }
    return Optional.empty();
  }

  private static boolean isFull(String message) {
    return message != null
        && (message.contains("No space left on device") || message.contains("Disk quota exceeded"));
  }
}
