package org.sluice.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.base.UserError;

class HubTest {
  private static final String MODEL = "hf://org/tiny";

  @TempDir Path folder;

  private final byte[] weights = new byte[300_000];
  private LocalHub hub;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(weights);
    hub =
        new LocalHub()
            .with("config.json", "{}".getBytes(StandardCharsets.UTF_8))
            .with("model.safetensors", weights)
            .with("pytorch_model.bin", new byte[] {1})
            .with("q4.gguf", new byte[] {7, 7});
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Hub client(URI endpoint, boolean offline, String token) {
    Optional<String> given = Optional.of(token).filter(t -> !t.isEmpty());
    return new Hub(
        new HubSettings(endpoint, given, offline, folder.resolve("cache"), Duration.ofMillis(500)),
        Progress.SILENT);
  }

  private Hub client() {
    return client(hub.endpoint(), false, "");
  }

  private Path part() throws IOException {
    try (var files = Files.list(folder.resolve("cache/models--org--tiny/blobs"))) {
      return files.filter(f -> f.toString().endsWith(".incomplete")).findFirst().orElseThrow();
    }
  }

  @Test
  void bringsWhatAModelNeedsAndNoPickle() throws IOException {
    Path model = client().local(MODEL);
    assertThat(model.resolve("model.safetensors")).hasBinaryContent(weights);
    assertThat(model.resolve("config.json")).hasContent("{}");
    assertThat(model.resolve("pytorch_model.bin")).doesNotExist();
    assertThat(model).endsWithRaw(Path.of("models--org--tiny/snapshots", LocalHub.COMMIT));
    assertThat(folder.resolve("cache/models--org--tiny/refs/main")).hasContent(LocalHub.COMMIT);
  }

  @Test
  void theSecondTimeOnlyTheRevisionIsAsked() {
    client().local(MODEL);
    hub.requests.clear();
    client().local(MODEL);
    assertThat(hub.requests).noneMatch(request -> request.contains("GET /model"));
  }

  @Test
  void goesOnWhereADownloadBrokeOff() {
    hub.cutAfter = 100_000;
    Path model = client().local(MODEL + "@main");
    assertThat(model.resolve("model.safetensors")).hasBinaryContent(weights);
    assertThat(hub.requests).contains("store GET /model.safetensors bytes=100000-");
  }

  @Test
  void aDamagedFileNeverGetsItsName() {
    hub.damaged = true;
    assertThatThrownBy(() -> client().local(MODEL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("digest");
    assertThat(folder.resolve("cache/models--org--tiny/snapshots")).doesNotExist();
    assertThatThrownBy(this::part).isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void oneFileOfARepositoryIsAModelToo() {
    Path file = client().local(MODEL + "/q4.gguf");
    assertThat(file).hasBinaryContent(new byte[] {7, 7});
    assertThatThrownBy(() -> client().local(MODEL + "/q5.gguf")).hasMessageContaining("q4.gguf");
  }

  @Test
  void theTokenGoesToTheHubAlone() {
    hub.token = "secret";
    client(hub.endpoint(), false, "secret").local(MODEL);
    assertThat(hub.requests)
        .filteredOn(request -> request.startsWith("hub"))
        .allMatch(request -> request.contains("with token"));
    assertThat(hub.requests)
        .filteredOn(request -> request.startsWith("store"))
        .isNotEmpty()
        .noneMatch(request -> request.contains("with token"));
  }

  @Test
  void aClosedModelAsksForAToken() {
    hub.token = "secret";
    assertThatThrownBy(() -> client(hub.endpoint(), false, "wrong").local(MODEL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not open to you")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void anUnknownModelIsTold() {
    assertThatThrownBy(() -> client().local("hf://org/other"))
        .hasMessageContaining("there is no hf://org/other@main");
  }

  @Test
  void offlineTheCacheAnswers() {
    assertThatThrownBy(() -> client(hub.endpoint(), true, "").local(MODEL))
        .hasMessageContaining("HF_HUB_OFFLINE");
    Path model = client().local(MODEL);
    hub.requests.clear();
    assertThat(client(hub.endpoint(), true, "").local(MODEL)).isEqualTo(model);
    assertThat(hub.requests).isEmpty();
    assertThat(client(URI.create("http://127.0.0.1:9"), false, "").local(MODEL)).isEqualTo(model);
  }

  @Test
  void otherFormsAreRefused() {
    for (String wrong : List.of("hf://tiny", "hf://a/b/c.bin", "hf://a/../b", "hf://a/b@")) {
      assertThatThrownBy(() -> HubLocation.parse(wrong)).isInstanceOf(UserError.class);
    }
    assertThat(HubLocation.parse("hf://a/b@v1.0").revision()).isEqualTo("v1.0");
  }

  @Test
  void theEnvironmentIsReadAsItsOwnToolsDo() throws IOException {
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve(".cache/huggingface"));
    Files.writeString(home.resolve(".cache/huggingface/token"), "abc\n");
    HubSettings settings = HubSettings.of(Map.of("HF_ENDPOINT", "http://hub.test/"), home);
    assertThat(settings.token()).contains("abc");
    assertThat(settings.endpoint()).isEqualTo(URI.create("http://hub.test"));
    assertThat(settings.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    assertThat(settings.toString()).doesNotContain("abc");
    assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "nowhere"), home))
        .isInstanceOf(UserError.class);
  }
}
