package org.sluice.base;

/**
 * A mistake that the user can mend: one line on the terminal, exit code 2, no stack trace.
 *
 * <p>The line reads {@code file:place: problem; remedy}. It never holds text of a document nor a
 * secret.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  private UserError(String message, String remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /**
   * An error at a place in a file.
   *
   * @param file the file or folder, as the user named it
   * @param place line, key, tensor or column within it; empty when the file as a whole is meant
   * @param problem what is wrong
   * @param remedy what to do about it
   */
  public static UserError at(Object file, String place, String problem, String remedy) {
    String where = place.isEmpty() ? file.toString() : file + ":" + place;
    return new UserError(where + ": " + problem, remedy, null);
  }

  /** An error that stands in no file: an option, the cluster, the machine. */
  public static UserError of(String problem, String remedy) {
    return new UserError(problem, remedy, null);
  }

  /** The same error, with the exception that revealed it (for the log file only). */
  public UserError causedBy(Throwable cause) {
    return new UserError(super.getMessage(), remedy, cause);
  }

  /** The whole line: place, problem, remedy. */
  @Override
  public String getMessage() {
    return remedy.isEmpty() ? super.getMessage() : super.getMessage() + "; " + remedy;
  }
}
