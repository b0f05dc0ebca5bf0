package org.sluice.jobs.tables;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.jobs.StepResult;

/** How many rows of a {@link Flow} go where. */
public final class FlowCounts {
  /**
   * Where a row goes.
   *
   * @param table a side table; empty: the row is still in
   * @param step the step that dropped it; empty when none did
   * @param file the file that a reject says to be damaged; empty for all others
   * @param rule the rule that dropped it, or the reason of a reject
   */
  record Key(String table, String step, String file, String rule)
      implements Serializable, Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::table)
            .thenComparing(Key::step)
            .thenComparing(Key::file)
            .thenComparing(Key::rule);
    private static final Key KEPT = new Key("", "", "", "");

    static Key of(Item item) {
      if (!(item instanceof Item.Aside aside)) {
        return KEPT;
      }
      Object[] values = aside.values();
      return switch (aside.table()) {
        case Schemas.ACCOUNT ->
            new Key(Schemas.ACCOUNT, (String) values[5], "", (String) values[1]);
        case Schemas.REJECTED -> ofReject((String) values[1], (String) values[4]);
        default -> new Key(aside.table(), "", "", "");
      };
    }

    private static Key ofReject(String file, String reason) {
      return new Key(Schemas.REJECTED, "", Damage.isTold(reason) ? file : "", reason);
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final List<String> steps;
  private final Map<Key, Long> counts = new TreeMap<>();
  private final RuleTallies rules = new RuleTallies();

  FlowCounts(List<String> steps) {
    this.steps = steps;
  }

  /** What one task has counted. */
  record Part(TreeMap<Key, Long> counts, List<RuleTally> rules) implements Serializable {}

  static Part of(Iterator<Item> items) {
    TreeMap<Key, Long> counts = new TreeMap<>();
    RuleTallies rules = new RuleTallies();
    while (items.hasNext()) {
      Item item = items.next();
      if (item instanceof Item.Tallied tallied) {
        rules.add(tallied.tally());
      } else {
        counts.merge(Key.of(item), 1L, Long::sum);
      }
    }
    return new Part(counts, List.copyOf(rules.all()));
  }

  void add(Part part) {
    part.counts().forEach((key, count) -> counts.merge(key, count, Long::sum));
    part.rules().forEach(rules::add);
  }

  /** How rules measured the rows. */
  public RuleTallies rules() {
    return rules;
  }

  /** Rows that are still in at the end. */
  public long kept() {
    return counts.getOrDefault(Key.KEPT, 0L);
  }

  /** All rows, wherever they go. */
  public long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows of a side table. */
  public long aside(String table) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().table().equals(table))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Rejected lines by reason. */
  public SortedMap<String, Long> rejectsByReason() {
    return byRule(Schemas.REJECTED, "");
  }

  /** Files that are cut off or damaged. */
  public List<String> damagedFiles() {
    return counts.keySet().stream()
        .map(Key::file)
        .filter(file -> !file.isEmpty())
        .distinct()
        .toList();
  }

  /** Rows that a step dropped, by rule. */
  public SortedMap<String, Long> droppedByRule(String step) {
    return byRule(Schemas.ACCOUNT, step);
  }

  private SortedMap<String, Long> byRule(String table, String step) {
    SortedMap<String, Long> rules = new TreeMap<>();
    counts.forEach(
        (key, count) -> {
          if (key.table().equals(table) && key.step().equals(step)) {
            rules.merge(key.rule(), count, Long::sum);
          }
        });
    return rules;
  }

  /** The result of each step in the flow, first to last; {@code read} of the first is the sum. */
  public Map<String, StepResult> results() {
    Map<String, StepResult> results = new LinkedHashMap<>();
    long rejected = aside(Schemas.REJECTED);
    long read = kept() + aside(Schemas.ACCOUNT) + rejected;
    for (String step : steps) {
      SortedMap<String, Long> dropped = droppedByRule(step);
      long count = dropped.values().stream().mapToLong(Long::longValue).sum();
      // Only the first step of a flow reads files, and only files have lines to reject.
      StepResult result =
          new StepResult(
              read,
              read - count - rejected,
              count,
              rejected,
              dropped,
              Map.of(),
              List.of(),
              Map.of());
      results.put(step, result);
      read = result.rowsKept();
      rejected = 0;
    }
    return results;
  }
}
