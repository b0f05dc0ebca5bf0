package org.sluice.jobs.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;

/** What goes over the wire; the real server is asked by .ci/mlflow.sh. */
class MlflowTest {
  private static final String PASSWORD = "pa55-planted";

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<String> notes = new ArrayList<>();
  private HttpServer server;
  private int failFrom = Integer.MAX_VALUE;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(folder.resolve("adapter/adapter_config.json"), "{}");
    Files.writeString(
        folder.resolve("log.jsonl"),
        "{\"step\":1,\"loss\":2.5,\"time\":10.5}\n{\"step\":2,\"loss\":2.0,\"time\":11}\n{\"step");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path + " " + body);
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).startsWith("Basic ");
    String answer =
        path.endsWith("runs/create")
            ? "{\"run\":{\"info\":{\"run_id\":\"r1\","
                + "\"artifact_uri\":\"mlflow-artifacts:/3/r1/artifacts\"}}}"
            : "{\"experiment_id\":\"3\"}";
    int code = path.endsWith("get-by-name") ? 404 : asked.size() >= failFrom ? 500 : 200;
    byte[] bytes = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void tell() {
    Map<String, String> environment =
        Map.of(
            "MLFLOW_TRACKING_URI",
            "http://localhost:" + server.getAddress().getPort() + "/",
            "MLFLOW_TRACKING_USERNAME",
            "ana",
            "MLFLOW_TRACKING_PASSWORD",
            PASSWORD);
    TrainedRun run =
        new TrainedRun(
            "night",
            "{\"r\":8,\"model\":{\"path\":\"m.gguf\"}}",
            Map.of("run_id", "x"),
            folder.resolve("log.jsonl"),
            Map.of("loss", 2.25),
            folder.resolve("adapter"));
    Progress told = Progress.notes(notes::add);
    Mlflow.in(environment).orElseThrow().tell(run, told);
  }

  @Test
  void parametersMetricsAndTheAdapterAreSent() {
    tell();
    assertThat(notes).containsExactly("mlflow: run r1 of the experiment sluice");
    assertThat(asked.get(1)).startsWith("POST /api/2.0/mlflow/experiments/create");
    assertThat(String.join("\n", asked))
        .contains("\"key\":\"model.path\"", "\"value\":\"m.gguf\"", "\"key\":\"run_id\"")
        .contains("{\"key\":\"loss\",\"value\":2.5,\"timestamp\":10500,\"step\":1}")
        .contains("{\"key\":\"loss\",\"value\":2.0,\"timestamp\":11000,\"step\":2}")
        .contains("\"key\":\"train.loss\"")
        .contains(
            "PUT /api/2.0/mlflow-artifacts/artifacts/3/r1/artifacts/adapter/adapter_config.json {}")
        .contains("\"status\":\"FINISHED\"")
        .doesNotContain(PASSWORD);
  }

  @Test
  void aServerThatFailsOrIsAwayCostsALine() {
    failFrom = 4;
    tell();
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).startsWith("mlflow was not told: the server answers 500");
    server.stop(0);
    tell();
    assertThat(notes).hasSize(2);
    assertThat(String.join("", notes)).doesNotContain(PASSWORD);
  }

  @Test
  void nobodyIsToldWithoutAServer() {
    assertThat(Mlflow.in(Map.of())).isEmpty();
    assertThat(Mlflow.in(Map.of("MLFLOW_TRACKING_URI", "databricks"))).isEmpty();
  }
}
