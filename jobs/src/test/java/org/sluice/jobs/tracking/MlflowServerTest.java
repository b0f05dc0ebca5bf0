package org.sluice.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;

/** The real server, where .ci/mlflow.sh has started one: what was sent is asked back. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "MLFLOW_TRACKING_URI", matches = "http.*")
class MlflowServerTest {
  @TempDir Path folder;

  @Test
  void theServerHasTheRun() throws Exception {
    Path adapter = Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(adapter.resolve("adapter_config.json"), "{\"r\": 8}");
    Path log =
        Files.writeString(
            folder.resolve("log.jsonl"),
            "{\"step\":1,\"loss\":2.5,\"time\":10.5}\n{\"step\":2,\"loss\":2.0,\"time\":11}\n");
    Map<String, String> environment = System.getenv();
    TrainedRun run =
        new TrainedRun(
            "check", "{\"r\":8}", Map.of("run_id", "x"), log, Map.of("loss", 2.25), adapter);
    Mlflow.in(environment).orElseThrow().tell(run, Progress.SILENT);

    MlflowConnection server =
        new MlflowConnection(environment.get("MLFLOW_TRACKING_URI"), environment);
    String experiment =
        server
            .get("experiments/get-by-name?experiment_name=sluice")
            .orElseThrow()
            .at("/experiment/experiment_id")
            .asText();
    var found =
        server
            .post("runs/search", Map.of("experiment_ids", new String[] {experiment}))
            .at("/runs/0");
    assertThat(found.at("/info/status").asText()).isEqualTo("FINISHED");
    assertThat(found.at("/data/params").toString()).contains("\"key\":\"r\",\"value\":\"8\"");
    String id = found.at("/info/run_id").asText();
    var history =
        server.get("metrics/get-history?metric_key=loss&run_id=" + id).orElseThrow().get("metrics");
    assertThat(history).hasSize(2);
    assertThat(history.get(1).get("value").asDouble()).isEqualTo(2.0);
    Optional<?> files = server.get("artifacts/list?path=adapter&run_id=" + id);
    assertThat(files.toString()).contains("adapter/adapter_config.json");
  }
}
