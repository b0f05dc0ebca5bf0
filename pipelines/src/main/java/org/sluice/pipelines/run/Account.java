package org.sluice.pipelines.run;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.jobs.tables.Damage;
import org.sluice.pipelines.plan.StepRecord;

/** What became of the rows, step by step, as lines for a terminal. */
final class Account {
  private static final int RULES_SHOWN = 3;

  private final Map<String, StepRecord> steps = new LinkedHashMap<>();

  /** Adds a step; one that reads no rows has no account. */
  void add(String step, StepRecord record) {
    if (record.rowsRead() > 0) {
      steps.put(step, record);
    }
  }

  private static String rules(Map<String, Long> dropped) {
    List<Map.Entry<String, Long>> largest =
        dropped.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
    if (largest.isEmpty()) {
      return "";
    }
    String shown =
        largest.stream()
            .limit(RULES_SHOWN)
            .map(rule -> rule.getKey() + " " + rule.getValue())
            .collect(Collectors.joining(", "));
    int more = largest.size() - RULES_SHOWN;
    return "   " + shown + (more > 0 ? ", " + more + " more rules" : "");
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  @Override
  public String toString() {
    int width = Math.max(10, steps.keySet().stream().mapToInt(String::length).max().orElse(0));
    StringBuilder lines = new StringBuilder();
    steps.forEach(
        (step, record) -> {
          lines.append(line(step, width, record));
          if (record.metrics().get(Damage.FILES) instanceof List<?> files && !files.isEmpty()) {
            lines.append(" ".repeat(width + 3)).append(Damage.told(files));
            lines.append(System.lineSeparator());
          }
        });
    return lines.toString();
  }

  private static String line(String step, int width, StepRecord record) {
    return String.format(
        Locale.ROOT,
        "  %-" + width + "s read %,11d   kept %,11d   dropped %,9d   rejected %,7d%s%n",
        step,
        record.rowsRead(),
        record.rowsKept(),
        record.rowsDropped(),
        record.rowsRejected(),
        rules(record.droppedByRule()));
  }
}
