package org.sluice.base.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sluice.base.UserError;

/** The mistakes found in settings, told all at once. */
public final class Problems {
  private record Problem(Place place, String text) {}

  private final List<Problem> found = new ArrayList<>();

  /**
   * Adds a mistake.
   *
   * @param problem what is wrong, beginning with the key
   * @param remedy what to write instead; may be empty
   */
  public void add(Place place, String problem, String remedy) {
    found.add(new Problem(place, remedy.isEmpty() ? problem : problem + "; " + remedy));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public int size() {
    return found.size();
  }

  /** One line a mistake, {@code file:line: key: what is wrong; what to do}, by line. */
  public List<String> lines() {
    return found.stream()
        .sorted(
            Comparator.comparing((Problem p) -> p.place().line() == 0)
                .thenComparing(p -> p.place().source())
                .thenComparing(p -> p.place().line()))
        .map(p -> p.place() + ": " + p.text())
        .toList();
  }

  /**
   * Ends the run when there is a mistake.
   *
   * @throws UserError with every line
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw UserError.of(String.join("\n", lines()), "");
    }
  }
}
