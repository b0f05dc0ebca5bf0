package org.sluice.jobs.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.Progress;

/**
 * Tells an MLflow server of a training: settings as parameters, the log as metrics by step, the
 * adapter as an artifact. On when the environment has MLFLOW_TRACKING_URI. A server that is away
 * costs a line, never the training.
 */
public final class Mlflow {
  /** What one call of log-batch takes at most, by MLflow's REST reference. */
  private static final int METRICS_A_CALL = 1000;

  private static final int PARAMS_A_CALL = 100;
  private static final int LONGEST_VALUE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MlflowConnection server;
  private final String experiment;

  private Mlflow(MlflowConnection server, String experiment) {
    this.server = server;
    this.experiment = experiment;
  }

  /** The server that the environment names; none: nobody is told. */
  public static Optional<Mlflow> in(Map<String, String> environment) {
    String uri = environment.getOrDefault("MLFLOW_TRACKING_URI", "");
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      return Optional.empty();
    }
    String experiment = environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "sluice");
    return Optional.of(new Mlflow(new MlflowConnection(uri, environment), experiment));
  }

  /** Tells of a training that is done. */
  public void tell(TrainedRun run, Progress progress) {
    try {
      String id = send(run);
      progress.note("mlflow: run " + id + " of the experiment " + experiment);
    } catch (IOException | IllegalArgumentException e) {
      progress.note("mlflow was not told: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String send(TrainedRun run) throws IOException, InterruptedException {
    List<JsonNode> log = lines(run.log());
    long begin = log.isEmpty() ? System.currentTimeMillis() : millis(log.get(0));
    JsonNode created =
        server.post(
            "runs/create",
            Map.of(
                "experiment_id", experimentId(),
                "run_name", run.name(),
                "start_time", begin,
                "tags", pairs(run.tags())));
    JsonNode info = created.at("/run/info");
    String id = info.path("run_id").asText();
    String outcome = "FAILED";
    try {
      params(id, run.settings());
      metrics(id, log, run.results());
      artifacts(info.path("artifact_uri").asText(), run.artifact());
      outcome = "FINISHED";
    } finally {
      server.post(
          "runs/update",
          Map.of("run_id", id, "status", outcome, "end_time", System.currentTimeMillis()));
    }
    return id;
  }

  private String experimentId() throws IOException, InterruptedException {
    String name = URLEncoder.encode(experiment, StandardCharsets.UTF_8);
    Optional<JsonNode> found = server.get("experiments/get-by-name?experiment_name=" + name);
    if (found.isPresent()) {
      return found.get().at("/experiment/experiment_id").asText();
    }
    return server
        .post("experiments/create", Map.of("name", experiment))
        .at("/experiment_id")
        .asText();
  }

  private void params(String id, String settings) throws IOException, InterruptedException {
    Map<String, String> flat = new TreeMap<>();
    flatten("", JSON.readValue(settings, Map.class), flat);
    List<Map<String, String>> all = pairs(flat);
    for (int from = 0; from < all.size(); from += PARAMS_A_CALL) {
      List<?> part = all.subList(from, Math.min(from + PARAMS_A_CALL, all.size()));
      server.post("runs/log-batch", Map.of("run_id", id, "params", part));
    }
  }

  private static void flatten(String prefix, Map<?, ?> settings, Map<String, String> flat) {
    settings.forEach(
        (key, value) -> {
          String name = prefix.isEmpty() ? key.toString() : prefix + "." + key;
          if (value instanceof Map<?, ?> section) {
            flatten(name, section, flat);
          } else {
            String text = String.valueOf(value);
            flat.put(name, text.substring(0, Math.min(text.length(), LONGEST_VALUE)));
          }
        });
  }

  private static List<Map<String, String>> pairs(Map<String, String> values) {
    List<Map<String, String>> pairs = new ArrayList<>();
    values.forEach((key, value) -> pairs.add(Map.of("key", key, "value", value)));
    return pairs;
  }

  private void metrics(String id, List<JsonNode> log, Map<String, Object> results)
      throws IOException, InterruptedException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (JsonNode line : log) {
      line.properties()
          .forEach(
              field -> {
                if (!List.of("step", "time").contains(field.getKey())) {
                  double value = field.getValue().asDouble();
                  all.add(metric(field.getKey(), value, millis(line), line.get("step").asLong()));
                }
              });
    }
    results.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            all.add(metric("train." + name, number.doubleValue(), System.currentTimeMillis(), 0));
          }
        });
    for (int from = 0; from < all.size(); from += METRICS_A_CALL) {
      List<?> part = all.subList(from, Math.min(from + METRICS_A_CALL, all.size()));
      server.post("runs/log-batch", Map.of("run_id", id, "metrics", part));
    }
  }

  private static Map<String, Object> metric(String key, double value, long time, long step) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("key", key);
    metric.put("value", value);
    metric.put("timestamp", time);
    metric.put("step", step);
    return metric;
  }

  private void artifacts(String uri, Path folder) throws IOException, InterruptedException {
    String scheme = "mlflow-artifacts:/";
    if (!uri.startsWith(scheme)) {
      throw new IOException("the server takes no files by HTTP; start it with --serve-artifacts");
    }
    String place = uri.substring(scheme.length()).replaceAll("^/+", "");
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = folder.getFileName() + "/" + folder.relativize(file);
      server.upload(place + "/" + name.replace('\\', '/'), file);
    }
  }

  private static List<JsonNode> lines(Path log) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
      try {
        lines.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        // the last line of a writer that was killed
      }
    }
    return lines;
  }

  private static long millis(JsonNode line) {
    return (long) (line.path("time").asDouble() * 1000);
  }
}
