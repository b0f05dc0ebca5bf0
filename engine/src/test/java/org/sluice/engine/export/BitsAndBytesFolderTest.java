package org.sluice.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.quantization.BlockCode;

/** What is written in bitsandbytes' forms is read back; .ci/export.sh asks transformers too. */
class BitsAndBytesFolderTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");
  private static final Path LLAMA = Tiny.FOLDER;

  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource(BitsAndBytesFolder.Code.class)
  void everyFormIsReadBack(BitsAndBytesFolder.Code code) {
    try (Checkpoint plain = Checkpoint.open(LLAMA)) {
      Path target = scratch.resolve("model");
      ModelForm.folder(code.wireName(), TensorType.F32)
          .write(target, ModelParts.of(plain, Map.of()));
      try (Checkpoint written = Checkpoint.open(target)) {
        assertThat(written.quantized()).isTrue();
        assertThat(written.tensors()).isEqualTo(plain.tensors());
        for (String name : plain.tensors()) {
          assertThat(written.shape(name)).as(name).isEqualTo(plain.shape(name));
          float[] wanted = plain.read(name);
          if (name.contains("_proj.")) {
            assertThat(error(wanted, written.read(name))).as(name).isBetween(1e-4, 0.15);
          } else {
            assertThat(written.read(name)).as(name).isEqualTo(wanted);
          }
        }
      }
    }
  }

  /** Mean absolute error over the standard deviation. */
  private static double error(float[] wanted, float[] found) {
    double apart = 0;
    double squares = 0;
    for (int i = 0; i < wanted.length; i++) {
      apart += Math.abs(wanted[i] - found[i]);
      squares += (double) wanted[i] * wanted[i];
    }
    return apart / wanted.length / Math.sqrt(squares / wanted.length);
  }

  @Test
  void matricesThatTransformersKeepsTransposedComeBackAsTheyWere() {
    Path target = scratch.resolve("gpt2");
    try (Checkpoint plain = Checkpoint.open(MODELS.resolve("gpt2"))) {
      ModelParts parts =
          new ModelParts(
              plain.config(),
              new TokenizerFiles("{}", Map.of()),
              Map.of(),
              ModelParts.tensors(plain));
      ModelForm.folder("int8", TensorType.F32).write(target, parts);
      try (Checkpoint written = Checkpoint.open(target)) {
        String name = "transformer.h.0.attn.c_attn.weight";
        assertThat(written.shape(name)).isEqualTo(plain.shape(name));
        assertThat(error(plain.read(name), written.read(name))).isLessThan(0.02);
      }
    }
  }

  /** A quantised folder is a model like another: it can be written plainly again. */
  @Test
  void aQuantisedModelBecomesAPlainOne() {
    Path quantised = scratch.resolve("nf4");
    Path again = scratch.resolve("plain");
    try (Checkpoint plain = Checkpoint.open(LLAMA)) {
      ModelForm.folder("nf4", TensorType.F32).write(quantised, ModelParts.of(plain, Map.of()));
    }
    try (Checkpoint packed = Checkpoint.open(quantised)) {
      ModelForm.folder("none", TensorType.F32).write(again, ModelParts.of(packed, Map.of()));
      try (Checkpoint unpacked = Checkpoint.open(again)) {
        assertThat(unpacked.quantized()).isFalse();
        for (String name : packed.tensors()) {
          assertThat(unpacked.read(name)).as(name).isEqualTo(packed.read(name));
        }
      }
    }
  }

  @Test
  void anUnknownFormIsRefused() {
    assertThatThrownBy(() -> ModelForm.folder("nf5", TensorType.F32))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not written in this format with the quantisation 'nf5'")
        .hasMessageContaining("nearest: nf4");
  }

  /**
   * Mean absolute errors on N(0, 1), measured with bitsandbytes 0.50.2 over 16.8 million values.
   */
  @ParameterizedTest
  @CsvSource({
    "NF4, 64, 0.072807",
    "NF4, 128, 0.076850",
    "FP4, 64, 0.096563",
    "DYNAMIC, 256, 0.008525"
  })
  void normalValuesLoseWhatIsPublished(BlockCode code, int block, double published) {
    Random random = new Random(5);
    float[] values = new float[1 << 20];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    BlockCode.Blocks blocks = code.quantise(values, block);
    float[] back = code.dequantise(blocks.codes(), blocks.maxima(), block);
    assertThat(error(values, back)).isCloseTo(published, within(0.005 * published));
  }
}
