package org.sluice.engine.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.UserError;

/**
 * How the hub is reached, from the environment variables that its own tools read.
 *
 * @param endpoint HF_ENDPOINT
 * @param token HF_TOKEN, or what the file {@code token} in HF_HOME holds; never shown
 * @param offline HF_HUB_OFFLINE: nothing but the cache is asked
 * @param cache HF_HUB_CACHE, or {@code hub} in HF_HOME
 * @param patience HF_HUB_DOWNLOAD_TIMEOUT, in seconds: the longest wait for the next bytes
 */
public record HubSettings(
    URI endpoint, Optional<String> token, boolean offline, Path cache, Duration patience) {
  private static final Set<String> TRUE = Set.of("1", "true", "yes", "on");

  /** The settings of this process. */
  public static HubSettings fromEnvironment() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static HubSettings of(Map<String, String> environment, Path userHome) {
    Path home = path(environment, "HF_HOME").orElse(userHome.resolve(".cache/huggingface"));
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "https://huggingface.co");
    return new HubSettings(
        uri(endpoint),
        Optional.ofNullable(environment.get("HF_TOKEN"))
            .filter(token -> !token.isBlank())
            .or(() -> read(home.resolve("token")))
            .map(String::strip),
        TRUE.contains(environment.getOrDefault("HF_HUB_OFFLINE", "").toLowerCase(Locale.ROOT)),
        path(environment, "HF_HUB_CACHE").orElse(home.resolve("hub")),
        patience(environment.getOrDefault("HF_HUB_DOWNLOAD_TIMEOUT", "10")));
  }

  private static Duration patience(String seconds) {
    if (!seconds.matches("[1-9]\\d{0,5}")) {
      throw UserError.of("HF_HUB_DOWNLOAD_TIMEOUT is no number of seconds", "set it to 10, say");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static URI uri(String endpoint) {
    String bare = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    try {
      URI uri = URI.create(bare);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw UserError.of(
        "HF_ENDPOINT is no web address", "set it to one like https://hub.example.org, or unset it");
  }

  private static Optional<Path> path(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // another user's: as if it were not there
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return endpoint + (offline ? ", offline" : "") + ", cache " + cache;
  }
}
