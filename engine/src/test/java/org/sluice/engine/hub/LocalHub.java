package org.sluice.engine.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A server that speaks the hub's protocol: revisions, files, and bytes that lie on another machine
 * (a second port), where the token must not go.
 */
final class LocalHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private final HttpServer hub;
  private final HttpServer store;
  private final Map<String, byte[]> files = new TreeMap<>();
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  volatile String token = "";
  volatile int cutAfter = Integer.MAX_VALUE;
  volatile boolean damaged;

  LocalHub() throws IOException {
    hub = server();
    store = server();
    hub.createContext("/", this::answer);
    store.createContext("/", this::bytes);
    hub.start();
    store.start();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  LocalHub with(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  URI endpoint() {
    return at(hub);
  }

  private static URI at(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = note(exchange, "hub");
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (!token.isEmpty() && !("Bearer " + token).equals(given)) {
      end(exchange, 401, new byte[0]);
    } else if (path.startsWith("/api/models/org/tiny/revision/")) {
      String siblings =
          files.keySet().stream()
              .map(name -> "{\"rfilename\":\"" + name + "\"}")
              .collect(Collectors.joining(","));
      String json = "{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + siblings + "]}";
      end(exchange, 200, json.getBytes(StandardCharsets.UTF_8));
    } else if (path.startsWith("/org/tiny/resolve/" + COMMIT + "/")) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      exchange.getResponseHeaders().set("X-Linked-Etag", '"' + sha256(files.get(name)) + '"');
      exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(files.get(name).length));
      exchange.getResponseHeaders().set("Location", at(store) + "/" + name);
      end(exchange, 302, new byte[0]);
    } else {
      end(exchange, 404, new byte[0]);
    }
  }

  private void bytes(HttpExchange exchange) throws IOException {
    String name = note(exchange, "store").substring(1);
    byte[] all = files.get(name).clone();
    if (damaged) {
      all[all.length - 1] ^= 1;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (exchange.getRequestMethod().equals("HEAD")) {
      end(exchange, 200, new byte[0]);
      return;
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, all.length - from);
    int count = Math.min(cutAfter, all.length - from);
    cutAfter = count == cutAfter ? Integer.MAX_VALUE : cutAfter; // cuts once
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(all, from, count);
      out.flush();
    } catch (IOException e) {
      // the announced length was not reached: that is the point
    }
  }

  private String note(HttpExchange exchange, String server) {
    String path = exchange.getRequestURI().getPath();
    boolean named = exchange.getRequestHeaders().containsKey("Authorization");
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(
        server
            + " "
            + exchange.getRequestMethod()
            + " "
            + path
            + (named ? " with token" : "")
            + (range == null ? "" : " " + range));
    return path;
  }

  private static void end(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
  }
}
