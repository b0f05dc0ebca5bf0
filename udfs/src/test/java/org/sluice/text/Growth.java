package org.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/** Whether the time of some work grows with the length of a text, and not with its square. */
public final class Growth {
  /** Room for a machine whose cache others use at the same time, and for compiling. */
  private static final double FACTOR = 4;

  private static final long STEADY = 200_000_000L;

  private Growth() {}

  /**
   * Fails for a unit with which the work takes far more than its share.
   *
   * @param units each is repeated to the lengths
   * @param small a length in characters
   * @param large a longer one
   */
  public static void isLinear(Consumer<String> work, List<String> units, int small, int large) {
    for (String unit : units) {
      nanos(work, unit, small); // compiled by then
      double most = FACTOR * (STEADY + nanos(work, unit, small) * (double) large / small);
      assertThat((double) nanos(work, unit, large)).as(unit).isLessThan(most);
    }
  }

  private static long nanos(Consumer<String> work, String unit, int length) {
    String text = unit.repeat(length / unit.length());
    return CpuTime.nanos(() -> work.accept(text));
  }
}
