package org.sluice.jobs.format;

import java.io.Serializable;
import java.util.Map;

/** Makes an example of a row. One serves one task. */
interface Formatter {
  /**
   * The example of a row.
   *
   * @param row its columns; a missing value is null
   * @throws Unfit when none can be made
   */
  Example format(Map<String, Object> row) throws Unfit;

  /** Travels to the executors and makes a formatter there. */
  interface Maker extends Serializable {
    Formatter make();
  }

  /** A row that gives no example; the message is the rule in the account. */
  final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String rule) {
      super(rule, null, false, false);
    }
  }
}
