package org.sluice.engine.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.UserError;
import org.sluice.engine.file.Json;

/** The hub's protocol: what a revision holds, what a file is, and its bytes. */
final class HubClient {
  private static final int MOST_REDIRECTS = 5;

  private final HubSettings settings;
  private final HubLocation location;

  HubClient(HubSettings settings, HubLocation location) {
    this.settings = settings;
    this.location = location;
  }

  /**
   * What a revision stands for.
   *
   * @param commit its commit
   * @param files the names of its files
   */
  record Revision(String commit, List<String> files) {}

  /**
   * One file.
   *
   * @param etag SHA-256 of its bytes, or git's SHA-1 of it, in hex
   * @param size in bytes
   * @param at where its bytes are
   */
  record RemoteFile(String name, String etag, long size, URI at) {}

  /** Asks for a revision. */
  Revision revision() throws IOException {
    String path = "/api/models/" + location.repository() + "/revision/" + location.revision();
    HttpURLConnection answer = send(uri(path), "GET", 0);
    refuse(answer.getResponseCode(), "");
    try (InputStream body = answer.getInputStream()) {
      JsonNode json = Json.MAPPER.readTree(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      List<String> files = new ArrayList<>();
      json.path("siblings").forEach(file -> files.add(file.path("rfilename").asText()));
      String commit = json.path("sha").asText();
      if (!commit.matches("[0-9a-f]{40}") || files.stream().anyMatch(HubClient::leavesFolder)) {
        throw unlikeAHub();
      }
      return new Revision(commit, files);
    } catch (JsonProcessingException e) {
      throw unlikeAHub().causedBy(e);
    }
  }

  private UserError unlikeAHub() {
    return UserError.of(
        settings.endpoint() + " answers in another form than a hub does", "check HF_ENDPOINT");
  }

  private static boolean leavesFolder(String name) {
    return name.startsWith("/") || List.of(name.split("/")).contains("..");
  }

  /** Asks what a file is, and where its bytes are. */
  RemoteFile file(String commit, String name) throws IOException {
    URI at = uri("/" + location.repository() + "/resolve/" + commit + "/" + name);
    String etag = "";
    long size = -1;
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      HttpURLConnection answer = send(at, "HEAD", 0);
      String linked = answer.getHeaderField("X-Linked-Etag");
      String own = linked == null ? answer.getHeaderField("ETag") : linked;
      etag = etag.isEmpty() && own != null ? own : etag;
      size = size < 0 ? answer.getHeaderFieldLong("X-Linked-Size", -1) : size;
      int status = answer.getResponseCode();
      if (status >= 300 && status < 400) {
        String next = answer.getHeaderField("Location");
        if (next == null) {
          throw noAddress(name);
        }
        at = at.resolve(next);
        continue;
      }
      refuse(status, name);
      if (!bare(etag).matches("[\\w-]{1,128}")) { // it becomes a file's name
        throw new IOException(settings.endpoint() + " gives no digest of " + name);
      }
      long length = size < 0 ? answer.getHeaderFieldLong("Content-Length", -1) : size;
      return new RemoteFile(name, bare(etag), length, at);
    }
    throw noAddress(name);
  }

  private IOException noAddress(String name) {
    return new IOException(settings.endpoint() + " sends " + name + " from place to place");
  }

  /** An etag without its marks and quotes. */
  private static String bare(String etag) {
    return etag.replaceFirst("^W/", "").replace("\"", "");
  }

  /**
   * A file's bytes.
   *
   * @param fromStart whether the hub begins at the first byte all the same
   */
  record Body(InputStream bytes, boolean fromStart) {}

  /** Asks for a file's bytes from one on. */
  Body body(RemoteFile file, long from) throws IOException {
    HttpURLConnection answer = send(file.at(), "GET", from);
    refuse(answer.getResponseCode(), file.name());
    return new Body(answer.getInputStream(), answer.getResponseCode() != 206);
  }

  private URI uri(String path) {
    return URI.create(settings.endpoint() + path.replace(" ", "%20"));
  }

  private HttpURLConnection send(URI at, String method, long from) throws IOException {
    // not java.net.http: it waits for ever for bytes that do not come
    HttpURLConnection request = (HttpURLConnection) at.toURL().openConnection();
    int patience = Math.toIntExact(settings.patience().toMillis());
    request.setConnectTimeout(patience);
    request.setReadTimeout(patience);
    request.setInstanceFollowRedirects(false);
    request.setRequestMethod(method);
    request.setRequestProperty("User-Agent", "sluice");
    if (from > 0) {
      request.setRequestProperty("Range", "bytes=" + from + "-");
    }
    if (isHub(at)) {
      // not where the hub sends for the bytes: that is another's machine
      settings
          .token()
          .ifPresent(token -> request.setRequestProperty("Authorization", "Bearer " + token));
    }
    return request;
  }

  private boolean isHub(URI at) {
    URI hub = settings.endpoint();
    return hub.getHost().equals(at.getHost()) && hub.getPort() == at.getPort();
  }

  /**
   * Refuses answers that trying again does not mend.
   *
   * @throws IOException for those that it may
   */
  private void refuse(int status, String file) throws IOException {
    String what = file.isEmpty() ? location.toString() : file + " of " + location;
    if (status == 401 || status == 403) {
      throw UserError.of(
          what + " is not open to you",
          settings.token().isPresent()
              ? "ask for access on the model's page with the account of the token"
              : "set HF_TOKEN to a token of an account that may read it");
    }
    if (status == 404) {
      throw UserError.of(
          "there is no " + what + " on " + settings.endpoint(), "check name and revision");
    }
    if (status >= 300) {
      throw new IOException(settings.endpoint() + " answers " + status + " for " + what);
    }
  }
}
