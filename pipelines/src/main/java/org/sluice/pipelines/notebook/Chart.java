package org.sluice.pipelines.notebook;

import java.util.Arrays;
import java.util.Locale;

/** How Zeppelin shows the answer to a query. The first column names, the others are drawn. */
enum Chart {
  TABLE("table"),
  BAR("multiBarChart"),
  LINE("lineChart"),
  PIE("pieChart");

  private final String zeppelin;

  Chart(String zeppelin) {
    this.zeppelin = zeppelin;
  }

  /** The name that a note has for it. */
  String zeppelin() {
    return zeppelin;
  }

  /**
   * The chart that a page names.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  static Chart named(String name) {
    return Arrays.stream(values())
        .filter(chart -> chart.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no chart '" + name + "'"));
  }
}
