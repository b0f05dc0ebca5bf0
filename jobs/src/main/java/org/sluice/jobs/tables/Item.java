package org.sluice.jobs.tables;

import java.io.Serializable;

/** One row on its way through a {@link Flow}: still in, or bound for another table. */
public sealed interface Item extends Serializable {

  /** A row that is still in; {@code values} in the order of the flow's schema. */
  record Kept(Object[] values) implements Item {}

  /**
   * A row of a side table.
   *
   * @param table {@link Schemas#ACCOUNT} and {@link Schemas#REJECTED} take a row out of the flow;
   *     rows of other tables go beside it
   * @param values in the order of that table's schema
   */
  record Aside(String table, Object[] values) implements Item {
    boolean takesRowOut() {
      return table.equals(Schemas.ACCOUNT) || table.equals(Schemas.REJECTED);
    }
  }

  /** No row: how a rule measured the rows of a task. */
  record Tallied(RuleTally tally) implements Item {}

  /** A row for the account. {@code score} and {@code threshold} may be null. */
  static Aside dropped(
      String id, String step, String rule, Double score, Double threshold, String detail) {
    return new Aside(Schemas.ACCOUNT, new Object[] {id, rule, score, threshold, detail, step});
  }
}
