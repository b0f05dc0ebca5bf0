package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.tokenizer.GgufVocabulary;
import org.sluice.engine.tokenizer.Tokenizer;

/** Encodings of llama.cpp's own test texts, with its own vocabularies. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GgufVocabularyLongTest {
  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "llama-bpe", "qwen2", "llama-spm", "phi-3"})
  void encodesAsLlamaCppDoes(String name) throws IOException {
    Path shared = Path.of(System.getenv("SLUICE_SHARED"), "data", "llamacpp_vocab_gguf");
    String base = "ggml-vocab-" + name + ".gguf";
    Path unpacked = scratch.resolve(base);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(shared.resolve(base + ".gz")))) {
      Files.copy(in, unpacked);
    }
    List<String> texts =
        new ArrayList<>(
            List.of(Files.readString(shared.resolve(base + ".inp")).split(SEPARATOR, -1)));
    texts.remove(texts.size() - 1);
    List<String> expected = Files.readString(shared.resolve(base + ".out")).lines().toList();
    assertThat(texts).hasSameSizeAs(expected);
    try (GgufFile file = GgufFile.open(unpacked);
        Tokenizer tokenizer =
            Tokenizer.of(GgufVocabulary.of(unpacked, file.metadata()).tokenizerJson(), unpacked)) {
      List<String> found = new ArrayList<>();
      for (String text : texts) {
        assertThat(text.getBytes(StandardCharsets.UTF_8)).isNotNull();
        found.add(
            Arrays.stream(tokenizer.ids(text, false))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" ")));
      }
      List<String> trimmed = expected.stream().map(String::strip).toList();
      assertThat(found).containsExactlyElementsOf(trimmed);
    }
  }
}
