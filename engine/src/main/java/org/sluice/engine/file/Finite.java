package org.sluice.engine.file;

import org.sluice.base.Shown;
import org.sluice.base.UserError;

/** Refuses weights that are no numbers: whatever is computed with them is none either. */
public final class Finite {
  private Finite() {}

  /**
   * The values, when all of them are numbers.
   *
   * @param file and tensor: how the error names them
   */
  public static float[] values(float[] values, Object file, String tensor) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw UserError.at(
            file,
            Shown.of(tensor),
            "holds a value that is no number (" + value + ")",
            "download the file again; if it stays so the model is broken");
      }
    }
    return values;
  }
}
