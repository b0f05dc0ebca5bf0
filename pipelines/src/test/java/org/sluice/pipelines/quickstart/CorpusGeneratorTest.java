package org.sluice.pipelines.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;
import org.sluice.text.privacy.Span;
import org.sluice.text.privacy.detect.Detectors;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;

class CorpusGeneratorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> LABELS = Set.of("negative", "neutral", "positive");

  @TempDir static Path folder;

  private static GeneratedCorpus corpus;
  private static List<JsonNode> manifest;
  private static Map<String, JsonNode> documents;

  @BeforeAll
  static void generate() throws IOException {
    corpus = CorpusGenerator.generate(options("a", 3000, 17));
    documents = new HashMap<>();
    for (Path file : corpus.documents()) {
      for (String line : Files.readAllLines(file)) {
        try {
          JsonNode document = JSON.readTree(line);
          documents.put(document.get("id").textValue(), document);
        } catch (JsonProcessingException broken) {
          // the manifest says which; see brokenLinesAreBroken
        }
      }
    }
    manifest = new ArrayList<>();
    for (String line : Files.readAllLines(corpus.manifest())) {
      manifest.add(JSON.readTree(line));
    }
  }

  private static GenerateOptions options(String name, int rows, long seed) {
    return new GenerateOptions(folder.resolve(name).toString(), rows, seed, 3);
  }

  private static List<JsonNode> planted(String kind) {
    return manifest.stream().filter(entry -> kind.equals(entry.get("kind").textValue())).toList();
  }

  private static String text(JsonNode entry) {
    return documents.get(entry.get("id").textValue()).get("text").textValue();
  }

  @Test
  void plantsTheShares() {
    assertThat(corpus.kinds())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "good",
                2214,
                "duplicate",
                180,
                "near_duplicate",
                180,
                "junk",
                360,
                "language",
                60,
                "broken",
                6));
    assertThat(manifest).hasSize(3000);
  }

  @Test
  void equalSeedsGiveEqualBytes() throws IOException {
    GeneratedCorpus one = CorpusGenerator.generate(options("b", 400, 5));
    GeneratedCorpus two = CorpusGenerator.generate(options("c", 400, 5));
    GeneratedCorpus other = CorpusGenerator.generate(options("d", 400, 6));
    for (int part = 0; part < 3; part++) {
      assertThat(one.documents().get(part)).hasSameBinaryContentAs(two.documents().get(part));
    }
    assertThat(one.manifest()).hasSameBinaryContentAs(two.manifest());
    assertThat(Files.readString(one.documents().get(0)))
        .isNotEqualTo(Files.readString(other.documents().get(0)));
  }

  @Test
  void replacesAnEarlierCorpusButNothingElse() throws IOException {
    CorpusGenerator.generate(options("e", 50, 1));
    CorpusGenerator.generate(options("e", 40, 1));
    assertThat(Files.readAllLines(folder.resolve("e/manifest.jsonl"))).hasSize(40);
    Files.writeString(folder.resolve("e/thesis.txt"), "mine");
    assertThatThrownBy(() -> CorpusGenerator.generate(options("e", 40, 1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds other data: thesis.txt");
  }

  @Test
  void brokenLinesAreBroken() throws IOException {
    for (JsonNode entry : planted("broken")) {
      Path file = folder.resolve("a/documents").resolve(entry.get("file").textValue());
      String line = Files.readAllLines(file).get(entry.get("line").intValue() - 1);
      assertThatThrownBy(() -> JSON.readTree(line).required("text"))
          .as(line)
          .isInstanceOf(Exception.class);
    }
    assertThat(documents).hasSize(3000 - planted("broken").size());
  }

  @Test
  void goodDocumentsAreVariedAndOfOneLength() {
    Set<String> texts = new HashSet<>();
    Pattern word =
        Pattern.compile("\\b(negative|neutral|positive|\\{)\\b", Pattern.CASE_INSENSITIVE);
    for (JsonNode entry : planted("good")) {
      String text = text(entry);
      assertThat(text.split("\\s+").length).as(text).isBetween(60, 150);
      assertThat(word.matcher(text).find()).as(text).isFalse();
      assertThat(text).doesNotContain("{");
      assertThat(entry.get("label").textValue()).isIn(LABELS);
      texts.add(text);
    }
    assertThat(texts).hasSameSizeAs(planted("good"));
  }

  @Test
  void copiesAreCopies() {
    for (JsonNode entry : planted("duplicate")) {
      assertThat(text(entry))
          .isEqualTo(documents.get(entry.get("of").textValue()).get("text").textValue());
    }
    for (JsonNode entry : planted("near_duplicate")) {
      String[] changed = text(entry).split(" ");
      String[] original =
          documents.get(entry.get("of").textValue()).get("text").textValue().split(" ");
      int differences = 0;
      for (int i = 0; i < original.length; i++) {
        differences += original[i].equals(changed[i]) ? 0 : 1;
      }
      assertThat(differences).isBetween(1, 2);
    }
  }

  @Test
  void plantedPersonalDataIsFound() {
    Map<String, Mode> modes = new HashMap<>();
    Detectors.usual().forEach(name -> modes.put(name, Mode.TAG));
    Redactor redactor = Redactor.of(modes, RedactorOptions.DEFAULT);
    int wrong = 0;
    int withData = 0;
    for (JsonNode entry : planted("good")) {
      List<String> expected = new ArrayList<>();
      entry.path("entities").forEach(type -> expected.add(type.textValue()));
      List<String> found = redactor.find(text(entry)).stream().map(Span::type).sorted().toList();
      wrong += found.equals(expected.stream().sorted().toList()) ? 0 : 1;
      withData += expected.isEmpty() ? 0 : 1;
    }
    assertThat(withData).isBetween(200, 330);
    assertThat(wrong).isZero();
  }

  @Test
  void rulesKeepTheGoodAndDropTheJunkForThePlantedReason() {
    Judge judge =
        Judge.of(
            List.of("gopher-quality@datatrove", "gopher-repetition@datatrove", "fineweb@datatrove"),
            Map.of());
    Map<String, Integer> dropped = new TreeMap<>();
    List<JsonNode> good = planted("good");
    for (JsonNode entry : good) {
      String reason = firstReason(judge, text(entry));
      if (!reason.isEmpty()) {
        dropped.merge(reason, 1, Integer::sum);
      }
    }
    assertThat(dropped.values().stream().mapToInt(n -> n).sum())
        .as(dropped.toString())
        .isLessThan((int) (0.03 * good.size()));
    for (JsonNode entry : planted("junk")) {
      assertThat(firstReason(judge, text(entry)))
          .as(text(entry))
          .isEqualTo(entry.get("detail").textValue());
    }
  }

  private static String firstReason(Judge judge, String text) {
    return judge.judge(text, "en").stream()
        .filter(judgement -> !judgement.keep())
        .map(Judgement::reason)
        .findFirst()
        .orElse("");
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(() -> new GenerateOptions("x", 0, 1, 1))
        .hasMessage("generate.rows must be at least 1, got 0");
    assertThatThrownBy(() -> new GenerateOptions(" ", 1, 1, 1))
        .hasMessageContaining("generate.path");
  }
}
