package org.sluice.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads golden files: gzipped JSON lines, from the class path or from SLUICE_SHARED. */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** The large golden set of datatrove's filters, for tests tagged long. */
  public static Path sharedRules() {
    return Path.of(System.getenv("SLUICE_SHARED"), "golden", "rules");
  }

  public static List<JsonNode> lines(Path file) {
    try {
      return lines(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a resource of this package. */
  public static List<JsonNode> lines(String resource) {
    return lines(Golden.class.getResourceAsStream(resource));
  }

  /** Documents of a golden set by their id. */
  public static Map<String, JsonNode> byId(List<JsonNode> lines) {
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    lines.forEach(line -> byId.put(line.get("id").asText(), line));
    return byId;
  }

  private static List<JsonNode> lines(InputStream gzipped) {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(gzipped), StandardCharsets.UTF_8))) {
      Consumer<String> add =
          line -> {
            try {
              lines.add(JSON.readTree(line));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      in.lines().forEach(add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
