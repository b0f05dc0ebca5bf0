package org.sluice.jobs.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** MLflow's REST protocol over HTTP; what proves who asks comes from the environment alone. */
final class MlflowConnection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration UPLOAD = Duration.ofMinutes(10);
  private static final int FIRST_ERROR = 400;

  private final String server;
  private final Optional<String> authorization;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  MlflowConnection(String server, Map<String, String> environment) {
    this.server = server.replaceAll("/+$", "");
    this.authorization = authorization(environment);
  }

  /** As MLflow's own client reads it: a token, or user and password. */
  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!token.isEmpty()) {
      return Optional.of("Bearer " + token);
    }
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    if (user.isEmpty()) {
      return Optional.empty();
    }
    String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  JsonNode post(String call, Object body) throws IOException, InterruptedException {
    return send(
        request("/api/2.0/mlflow/" + call, ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  /** Asks; empty when the server knows no such thing. */
  Optional<JsonNode> get(String call) throws IOException, InterruptedException {
    HttpRequest request = request("/api/2.0/mlflow/" + call, ANSWER).GET().build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    return Optional.of(checked(answer));
  }

  void upload(String place, Path file) throws IOException, InterruptedException {
    BodyPublisher content = BodyPublishers.ofFile(file);
    send(request("/api/2.0/mlflow-artifacts/artifacts/" + place, UPLOAD).PUT(content).build());
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path)).timeout(limit);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    return checked(client.send(request, BodyHandlers.ofString()));
  }

  private static JsonNode checked(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() >= FIRST_ERROR) {
      throw new IOException(
          "the server answers " + answer.statusCode() + " to " + answer.request().uri().getPath());
    }
    return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }
}
