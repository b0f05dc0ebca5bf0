package org.sluice.jobs.tables;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/** Tallies of rules by rule: those of a task while it runs, or those of all tasks. */
public final class RuleTallies {
  private final Map<RuleTally.Rule, RuleTally> tallies = new HashMap<>();

  /** The tally of a rule, begun when there is none. */
  public RuleTally of(RuleTally.Rule rule) {
    return tallies.computeIfAbsent(rule, RuleTally::new);
  }

  void add(RuleTally other) {
    of(other.rule()).add(other);
  }

  /** Sends all of them on. */
  public void send(Consumer<Item> out) {
    tallies.values().forEach(tally -> out.accept(new Item.Tallied(tally)));
  }

  Collection<RuleTally> all() {
    return tallies.values();
  }

  /** Rows of {@link Schemas#RULES}, by step, profile and rule. */
  public List<Row> rows() {
    return new TreeMap<>(tallies).values().stream().map(RuleTally::row).toList();
  }
}
