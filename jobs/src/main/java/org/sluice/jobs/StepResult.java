package org.sluice.jobs;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.jobs.tables.Damage;

/**
 * What a step did. {@code rowsKept + rowsDropped + rowsRejected = rowsRead}, exactly; the
 * constructor refuses anything else.
 *
 * @param rowsRead rows of the input table, or lines of the input files
 * @param rowsDropped rows that a rule sent to the account
 * @param rowsRejected lines that could not be read and lie in the table of rejects
 * @param droppedByRule the dropped rows by rule
 * @param metrics further numbers, by name
 * @param outputTables names of the tables that were written
 * @param settled results of the steps before this one that had handed over their rows unwritten
 *     (their own result was {@link #deferred}), in the order in which they ran
 */
public record StepResult(
    long rowsRead,
    long rowsKept,
    long rowsDropped,
    long rowsRejected,
    SortedMap<String, Long> droppedByRule,
    Map<String, Object> metrics,
    List<String> outputTables,
    Map<String, StepResult> settled) {

  /** Counts of a step that has not read its rows yet. */
  private static final long UNKNOWN = -1;

  public StepResult {
    if (rowsRead != UNKNOWN && rowsKept + rowsDropped + rowsRejected != rowsRead) {
      throw new IllegalStateException(
          "Rows do not add up: kept %d + dropped %d + rejected %d is not read %d"
              .formatted(rowsKept, rowsDropped, rowsRejected, rowsRead));
    }
    droppedByRule = Collections.unmodifiableSortedMap(new TreeMap<>(droppedByRule));
  }

  /** A step that keeps every row that it reads. */
  public static StepResult kept(long rows, List<String> outputTables) {
    return new StepResult(
        rows, rows, 0, 0, new TreeMap<>(), Map.of(), List.copyOf(outputTables), Map.of());
  }

  /** A step that handed its rows over; the next step that writes settles the counts. */
  public static StepResult deferred() {
    return new StepResult(UNKNOWN, UNKNOWN, 0, 0, new TreeMap<>(), Map.of(), List.of(), Map.of());
  }

  /** Whether the counts will come with a later step's {@link #settled}. */
  public boolean isDeferred() {
    return rowsRead == UNKNOWN;
  }

  public StepResult withMetrics(Map<String, Object> more) {
    Map<String, Object> all = new TreeMap<>(metrics);
    all.putAll(more);
    return new StepResult(
        rowsRead,
        rowsKept,
        rowsDropped,
        rowsRejected,
        droppedByRule,
        Collections.unmodifiableMap(all),
        outputTables,
        settled);
  }

  /** One line for the terminal. */
  public String summary() {
    if (isDeferred()) {
      return "handed over to the next step";
    }
    StringBuilder line = new StringBuilder();
    line.append("read ").append(rowsRead).append(", kept ").append(rowsKept);
    line.append(", dropped ").append(rowsDropped).append(", rejected ").append(rowsRejected);
    if (!droppedByRule.isEmpty()) {
      line.append(' ').append(droppedByRule);
    }
    if (metrics.get(Damage.FILES) instanceof List<?> files && !files.isEmpty()) {
      line.append("; ").append(Damage.told(files));
    }
    return line.toString();
  }
}
