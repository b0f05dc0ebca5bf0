package org.sluice.text.instruct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What LLaMA-Factory's own converters make of rows. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class LlamaFactoryGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void convertsEveryCaseAsLlamaFactoryDoes() throws IOException {
    Path cases =
        Path.of(System.getenv("SLUICE_SHARED"), "golden/templates/llamafactory_converter.jsonl");
    for (String line : Files.readAllLines(cases)) {
      JsonNode golden = JSON.readTree(line);
      LlamaFactory ours =
          LlamaFactory.convert(DatasetInfo.of(golden.get("dataset_info")), golden.get("example"));
      JsonNode wanted = golden.get("converted");
      String name = golden.get("name").asText();
      assertThat(Turn.json(ours.prompt())).as(name).isEqualTo(wanted.get("_prompt"));
      assertThat(Turn.json(ours.response())).as(name).isEqualTo(wanted.get("_response"));
      assertThat(ours.system()).as(name).isEqualTo(wanted.get("_system").asText());
      assertThat(ours.tools()).as(name).isEqualTo(wanted.get("_tools").asText());
    }
  }
}
