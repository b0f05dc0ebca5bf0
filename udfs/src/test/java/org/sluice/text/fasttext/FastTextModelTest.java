package org.sluice.text.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Golden;
import org.sluice.text.fasttext.FastTextModel.Prediction;

/** Against fastText's own predictions; src/test/python/make_fasttext_golden.py. */
class FastTextModelTest {
  private static byte[] made() throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("fasttext-made.ftz")) {
      return in.readAllBytes();
    }
  }

  @Test
  void predictsWhatFastTextPredicts() throws IOException {
    FastTextModel model = FastTextModel.read(new ByteArrayInputStream(made()));
    for (JsonNode golden : Golden.lines("fasttext-golden.jsonl.gz")) {
      List<Prediction> found = model.predict(golden.get("text").asText(), 3);
      for (int i = 0; i < golden.get("labels").size(); i++) {
        String label = golden.get("labels").get(i).asText();
        double wanted = golden.get("p").get(i).asDouble();
        assertThat(found.get(i).probability()).isCloseTo(wanted, within(1e-6));
        assertThat(model.probability(golden.get("text").asText(), label))
            .isCloseTo(wanted, within(1e-6));
      }
    }
  }

  @Test
  void whatIsNoWholeModelIsRefused() throws IOException {
    byte[] model = made();
    byte[] cut = Arrays.copyOf(model, model.length - 100);
    assertThatThrownBy(() -> FastTextModel.read(new ByteArrayInputStream(cut)))
        .isInstanceOf(IOException.class)
        .hasMessage("the model is cut off");
    assertThatThrownBy(() -> FastTextModel.read(new ByteArrayInputStream(new byte[100])))
        .hasMessage("no model of fastText 0.9");
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_ASSETS", matches = ".+")
  void identifiesLanguagesAsFastTextDoes() throws IOException {
    Path file = Path.of(System.getenv("SLUICE_ASSETS"), "lid176/lid.176.ftz");
    try (InputStream in = Files.newInputStream(file)) {
      FastTextModel model = FastTextModel.read(in);
      assertThat(model.labels()).hasSize(176);
      assertThat(model.probability("Hello, how are you today?", "en"))
          .isCloseTo(0.97442716, within(1e-5));
      assertThat(model.predict("Bonjour tout le monde", 1).get(0).label()).isEqualTo("fr");
      assertThat(model.probability("Bonjour tout le monde", "fr")).isCloseTo(0.990, within(5e-4));
    }
  }
}
