package org.sluice.jobs.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.Fixture;

/** What BigScience itself says with a SentencePiece model: make_roots_golden.py in udfs. */
class RootsPiecesTest {
  private static final Path FILES = Path.of("src/test/resources/org/sluice/jobs/clean");
  private static final String PROFILE = "roots-zh@bigscience";

  @TempDir Path folder;

  private static List<JsonNode> golden() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(FILES.resolve("roots-pieces-golden.jsonl.gz")))) {
      json.readerFor(JsonNode.class).<JsonNode>readValues(in).forEachRemaining(lines::add);
    }
    return lines;
  }

  @Test
  void thePiecesOfAModelGiveTheVerdictsOfBigScience() throws IOException {
    List<JsonNode> golden = golden();
    Fixture run = Fixture.parquet(folder.resolve("out"));
    List<Row> rows =
        golden.stream()
            .map(row -> RowFactory.create(row.get("id").asText(), row.get("text").asText()))
            .toList();
    StructType schema = StructType.fromDDL("id STRING, text STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(3));
    String model = FILES.resolve("roots-pieces.model").toString();
    run.run(new Clean(), "rows", "normalize", "none", "profiles", PROFILE, "sentencepiece", model);

    Map<String, String> reasons = new HashMap<>();
    run.rows("dropped", "id", "rule").forEach(r -> reasons.put(r.getString(0), r.getString(1)));
    for (JsonNode row : golden) {
      String expected = row.at("/profiles/" + PROFILE + "/reason").textValue();
      assertThat(reasons.get(row.get("id").asText()))
          .as(row.get("id").asText())
          .isEqualTo(expected);
    }
    Map<String, Row> kept = new HashMap<>();
    run.rows("cleaned", "id", "roots_zh__number_words", "roots_zh__stopwords_ratio")
        .forEach(row -> kept.put(row.getString(0), row));
    assertThat(kept).hasSizeGreaterThan(30);
    for (JsonNode row : golden) {
      Row found = kept.get(row.get("id").asText());
      JsonNode scores = row.at("/profiles/" + PROFILE + "/scores");
      if (found != null) {
        assertThat(found.getDouble(1)).isEqualTo(scores.get("number_words").asDouble());
        assertThat(found.getDouble(2))
            .isCloseTo(scores.get("stopwords_ratio").asDouble(), within(1e-12));
      }
    }
  }

  @Test
  void aModelThatNoProfileUsesIsRefused() {
    assertThatThrownBy(() -> Fixture.options(CleanOptions.class, "sentencepiece", "zh.sp.model"))
        .hasMessageContaining("sentencepiece is for the profile " + PROFILE);
  }
}
