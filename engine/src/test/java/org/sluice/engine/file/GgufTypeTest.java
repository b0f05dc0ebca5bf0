package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GgufTypeTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/ggml.safetensors");

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"F32", "F16", "BF16"})
  void decodesAsTheGgufPackageDoes(GgufType type) {
    try (SafetensorsFile golden = SafetensorsFile.open(GOLDEN)) {
      ByteBuffer bytes = golden.bytes(type + ".bytes").order(ByteOrder.LITTLE_ENDIAN);
      float[] expected = golden.floats(type + ".values");
      float[] found = new float[expected.length];
      for (int at = 0; at < found.length; at += type.blockValues()) {
        type.block(bytes, found, at);
      }
      assertThat(bytes.remaining()).isZero();
      assertThat(found).containsExactly(expected);
    }
  }
}
