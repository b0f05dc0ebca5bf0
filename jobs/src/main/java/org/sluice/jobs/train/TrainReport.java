package org.sluice.jobs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run came to.
 *
 * @param finalLoss mean loss of the last tenth of the logged steps
 * @param tokensPerSecond of all ranks, the first two steps left out (they pay for warm-up)
 * @param peakRssMb the largest of all ranks' processes, in MiB
 * @param seconds wall time of the steps that this attempt made
 * @param trainable parameters that were tuned
 * @param parameters all parameters
 */
public record TrainReport(
    int steps,
    double finalLoss,
    double tokensPerSecond,
    long peakRssMb,
    double seconds,
    long trainable,
    long parameters) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The numbers by the names that metrics.json has. */
  public Map<String, Object> metrics() {
    Map<String, Object> metrics = new TreeMap<>();
    metrics.put("steps", steps);
    metrics.put("loss", finalLoss);
    metrics.put("tokens_per_second", tokensPerSecond);
    metrics.put("peak_rss_mb", peakRssMb);
    metrics.put("seconds", seconds);
    metrics.put("trainable_parameters", trainable);
    metrics.put("parameters", parameters);
    return metrics;
  }

  /** All ranks give a report; that of rank 0 counts. */
  static TrainReport ofOtherRank() {
    return new TrainReport(0, 0, 0, 0, 0, 0, 0);
  }

  TrainReport withPeakRss(long mb) {
    return new TrainReport(steps, finalLoss, tokensPerSecond, mb, seconds, trainable, parameters);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(metrics());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static TrainReport fromJson(String json) {
    try {
      var node = JSON.readTree(json);
      return new TrainReport(
          node.get("steps").asInt(),
          node.get("loss").asDouble(),
          node.get("tokens_per_second").asDouble(),
          node.get("peak_rss_mb").asLong(),
          node.get("seconds").asDouble(),
          node.get("trainable_parameters").asLong(),
          node.get("parameters").asLong());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
