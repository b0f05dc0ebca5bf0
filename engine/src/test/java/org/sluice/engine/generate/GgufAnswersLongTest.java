package org.sluice.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;

/** Real models in GGUF go on as transformers lets them: greedily, 16 tokens, in float32. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GgufAnswersLongTest {
  @ParameterizedTest
  @CsvSource({
    "smollm2, ' Paris.\n\nThe answer is: 2018-01'",
    "gemma3, ' the capital of the country of France. It is the largest city in France and'"
  })
  void goesOnAsTransformersDoes(String name, String answer) throws IOException {
    Path file = asset(name);
    try (Torch torch = Torch.onCpu(0);
        Checkpoint checkpoint = Checkpoint.open(file);
        Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), file)) {
      LoadOptions plain = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      CausalModel model = CausalModel.load(torch, checkpoint, plain);
      SamplingOptions greedy = new SamplingOptions(16, 0, 1, List.of(), 0, SamplingOptions.DRAFT);
      int[] prompt = tokenizer.ids("The capital of France is", true);
      List<Generated> found =
          new Generator(model, tokenizer, Set.of()).generate(List.of(prompt), greedy);
      assertThat(found.get(0).text()).isEqualTo(answer);
    }
  }

  /** Brought by the script that lies beside the shared data. */
  private static Path asset(String name) throws IOException {
    Path script = Path.of(System.getenv("SLUICE_SHARED"), "bin", "assets");
    Process process =
        new ProcessBuilder("sh", script.toString(), name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] path = process.getInputStream().readAllBytes();
    return Path.of(new String(path, StandardCharsets.UTF_8).strip());
  }
}
