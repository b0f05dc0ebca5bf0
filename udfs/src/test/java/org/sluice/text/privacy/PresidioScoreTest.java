package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** F1 by type on the marked sentences of presidio-research; a span counts when both ends agree. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class PresidioScoreTest {
  private static final Map<String, String> TYPES =
      Map.of(
          "EMAIL_ADDRESS", "EMAIL",
          "PHONE_NUMBER", "PHONE",
          "IP_ADDRESS", "IP",
          "CREDIT_CARD", "CARD",
          "IBAN_CODE", "IBAN",
          "US_SSN", "US_SSN");

  private static final class Count {
    private int right;
    private int missed;
    private int wrong;

    double f1() {
      return 2.0 * right / (2.0 * right + missed + wrong);
    }
  }

  @Test
  void reachesTheAims() throws IOException {
    Redactor redactor = DetectorExamplesTest.all();
    Map<String, Count> counts = new TreeMap<>();
    for (String file :
        List.of("synth_v2.jsonl.gz", "generated_large.jsonl.gz", "generated_small.jsonl")) {
      Path path = Path.of(System.getenv("SLUICE_SHARED"), "data", "presidio_research", file);
      try (BufferedReader lines = open(path)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          count(redactor, new ObjectMapper().readTree(line), counts);
        }
      }
    }
    counts.forEach(
        (type, c) ->
            System.out.printf(
                Locale.ROOT,
                "%-7s right %d, missed %d, wrong %d, F1 %.3f%n",
                type,
                c.right,
                c.missed,
                c.wrong,
                c.f1()));
    for (String type : List.of("CARD", "IBAN", "US_SSN")) {
      assertThat(counts.get(type).f1()).as(type).isGreaterThanOrEqualTo(0.98);
    }
    assertThat(counts.get("EMAIL").f1()).isGreaterThanOrEqualTo(0.99);
    assertThat(counts.get("IP").f1()).isGreaterThanOrEqualTo(0.99);
    assertThat(counts.get("PHONE").f1()).isGreaterThanOrEqualTo(0.9);
  }

  private static void count(Redactor redactor, JsonNode row, Map<String, Count> counts) {
    Set<String> expected = new HashSet<>();
    for (JsonNode entity : row.get("entities")) {
      String type = TYPES.get(entity.get("type").textValue());
      if (type != null) {
        expected.add(type + " " + entity.get("start") + " " + entity.get("end"));
      }
    }
    Set<String> found = new HashSet<>();
    for (Span span : redactor.find(row.get("text").textValue())) {
      found.add(span.type() + " " + span.start() + " " + span.end());
    }
    for (String span : expected) {
      Count count = counts.computeIfAbsent(span.split(" ")[0], type -> new Count());
      count.right += found.contains(span) ? 1 : 0;
      count.missed += found.contains(span) ? 0 : 1;
    }
    for (String span : found) {
      counts.computeIfAbsent(span.split(" ")[0], type -> new Count()).wrong +=
          expected.contains(span) ? 0 : 1;
    }
  }

  private static BufferedReader open(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }
}
