package org.sluice.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Task;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;

/** Against transformers' pipeline; make_token_classifier.py made the numbers. */
class TokenClassifierTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/token_classifier");

  private final Torch torch = Torch.onCpu(1);
  private TokenClassifier classifier;
  private Tokenizer tokenizer;

  @BeforeEach
  void load() {
    try (Checkpoint checkpoint = Checkpoint.open(FOLDER)) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      TaskModel model = TaskModel.load(torch, checkpoint, Task.TOKEN_CLS, options);
      tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), FOLDER);
      classifier = new TokenClassifier(model, tokenizer);
      assertThat(TokenClassifier.names(checkpoint.config())).containsExactly("PER", "LOC", "ORG");
    }
  }

  @AfterEach
  void close() {
    tokenizer.close();
    torch.close();
  }

  @Test
  void mentionsAreThoseOfThePipeline() throws IOException {
    JsonNode rows = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
    int compared = 0;
    for (JsonNode row : rows) {
      List<Mention> found = classifier.mentions(row.path("text").asText());
      assertThat(found).as(row.toString()).hasSize(row.path("mentions").size());
      for (int i = 0; i < found.size(); i++) {
        JsonNode wanted = row.path("mentions").get(i);
        Mention mention = found.get(i);
        assertThat(mention.label()).isEqualTo(wanted.path("label").asText());
        assertThat(mention.start()).isEqualTo(wanted.path("start").asInt());
        assertThat(mention.end()).isEqualTo(wanted.path("end").asInt());
        assertThat(mention.score()).isCloseTo(wanted.path("score").asDouble(), within(1e-5));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(15);
  }

  @Test
  void aTextLongerThanTheModelIsReadInWindows() {
    String text = "ann met bob in rome, ".repeat(200);
    List<Mention> found = classifier.mentions(text);
    assertThat(found).hasSizeGreaterThan(200);
    int end = 0;
    for (Mention mention : found) {
      assertThat(mention.start()).isGreaterThanOrEqualTo(end);
      end = mention.end();
    }
    assertThat(end).isBetween(text.length() - 21, text.length());
  }

  @Test
  void labelsOfTheUsualSchemesAreTakenApart() {
    assertThat(TokenLabel.of("B-PER")).isEqualTo(new TokenLabel("PER", true));
    assertThat(TokenLabel.of("S-name")).isEqualTo(new TokenLabel("name", true));
    assertThat(TokenLabel.of("E-name")).isEqualTo(new TokenLabel("name", false));
    assertThat(TokenLabel.of("LOC")).isEqualTo(new TokenLabel("LOC", false));
    assertThat(TokenLabel.of("O").isNone()).isTrue();
  }
}
