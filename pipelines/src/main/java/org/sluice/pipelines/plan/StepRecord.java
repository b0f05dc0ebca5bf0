package org.sluice.pipelines.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.sluice.jobs.StepResult;

/**
 * A step that has been done, as OUTPUT/runs remembers it.
 *
 * @param stamps the tables that it wrote, each with the stamp of its content
 * @param metrics what else it measured
 * @param seconds wall clock; 0 for a step that handed its rows on
 * @param takenAlongBy the step in whose pass a step did its work that handed its rows on; null for
 *     one that has a time of its own
 * @param peakRssMb largest resident memory of the driver's process until then
 */
public record StepRecord(
    String runId,
    Fingerprint fingerprint,
    Map<String, String> stamps,
    long rowsRead,
    long rowsKept,
    long rowsDropped,
    long rowsRejected,
    SortedMap<String, Long> droppedByRule,
    Map<String, Object> metrics,
    String finishedAt,
    double seconds,
    String takenAlongBy,
    long peakRssMb) {

  /** Joins what a step says of itself with what was measured around it. */
  public static StepRecord of(
      String runId,
      Fingerprint fingerprint,
      StepResult result,
      Map<String, String> stamps,
      Measured measured) {
    return new StepRecord(
        runId,
        fingerprint,
        stamps,
        result.rowsRead(),
        result.rowsKept(),
        result.rowsDropped(),
        result.rowsRejected(),
        result.droppedByRule(),
        result.metrics(),
        measured.finishedAt(),
        measured.seconds(),
        measured.takenAlongBy(),
        measured.peakRssMb());
  }

  /** Whether the step read rows and kept none of them. */
  public boolean keptNothing() {
    return rowsRead > 0 && rowsKept == 0;
  }

  /**
   * The same step, done on and giving tables that have other stamps now.
   *
   * @param stamps new stamps of tables by "TABLE@OLD STAMP"
   * @param handed new names of rows that were handed over, by their old ones
   */
  StepRecord restamped(Map<String, String> stamps, Map<String, String> handed) {
    String input = fingerprint.input();
    String table = input.substring(0, Math.max(0, input.indexOf('@')));
    String now =
        stamps.containsKey(input)
            ? table + "@" + stamps.get(input)
            : handed.getOrDefault(input, input);
    Map<String, String> written = new LinkedHashMap<>();
    this.stamps.forEach(
        (name, stamp) -> written.put(name, stamps.getOrDefault(name + "@" + stamp, stamp)));
    return new StepRecord(
        runId,
        new Fingerprint(fingerprint.settings(), fingerprint.code(), now, fingerprint.files()),
        written,
        rowsRead,
        rowsKept,
        rowsDropped,
        rowsRejected,
        droppedByRule,
        metrics,
        finishedAt,
        seconds,
        takenAlongBy,
        peakRssMb);
  }

  /**
   * What was measured around a step.
   *
   * @param takenAlongBy as in the record
   */
  public record Measured(String finishedAt, double seconds, String takenAlongBy, long peakRssMb) {}
}
