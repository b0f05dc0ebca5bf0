package org.sluice.pipelines.recipe;

import java.util.Arrays;

/** Whether a step writes its table or hands its rows to the next step. */
public final class Materialized {
  private Materialized() {}

  /** The setting {@code materialize} of these options; true for steps that have no such setting. */
  public static boolean of(Record options) {
    return Arrays.stream(options.getClass().getRecordComponents())
        .filter(component -> component.getName().equals("materialize"))
        .allMatch(
            component -> {
              try {
                return (boolean) component.getAccessor().invoke(options);
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
              }
            });
  }
}
