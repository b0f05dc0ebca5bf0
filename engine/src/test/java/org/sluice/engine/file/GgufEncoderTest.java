package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GgufEncoderTest {
  /**
   * Root of the mean squared error on N(0, 1): of the types of 32 values as measured with the gguf
   * package over 16.8 million values, of the K-quants as this encoder has it (a bound, should the
   * search be changed).
   */
  @ParameterizedTest
  @CsvSource({
    "Q4_0, 0.086029",
    "Q4_1, 0.078228",
    "Q5_0, 0.042757",
    "Q5_1, 0.037871",
    "Q8_0, 0.005359"
  })
  void normalValuesLoseWhatIsPublished(GgufType type, double published) {
    assertThat(error(type)).isCloseTo(published, within(0.005 * published));
  }

  @ParameterizedTest
  @CsvSource({"Q2_K, 0.32", "Q3_K, 0.17", "Q4_K, 0.076", "Q5_K, 0.038", "Q6_K, 0.020"})
  void finerTypesLoseLess(GgufType type, double most) {
    assertThat(error(type)).isBetween(most / 2, most);
  }

  private static double error(GgufType type) {
    Random random = new Random(5);
    float[] x = new float[1 << 18];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] back = GgufEncoder.decode(type.name(), GgufEncoder.encode(type.name(), x));
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      squares += Math.pow(x[i] - back[i], 2);
    }
    return Math.sqrt(squares / x.length);
  }

  /** Values that the type can hold come back as they were, or nearly; zeros do exactly. */
  @ParameterizedTest
  @EnumSource(GgufType.class)
  void zerosAndConstantsSurvive(GgufType type) {
    float[] zeros = new float[512];
    for (float value : GgufEncoder.decode(type.name(), GgufEncoder.encode(type.name(), zeros))) {
      assertThat(Math.abs(value)).isZero();
    }
    float[] ones = new float[512];
    Arrays.fill(ones, 1f);
    float[] back = GgufEncoder.decode(type.name(), GgufEncoder.encode(type.name(), ones));
    for (float value : back) {
      assertThat(value).isCloseTo(1f, within(0.01f));
    }
  }

  @Test
  void alreadyRoundedValuesStayNearlyAsTheyAre() {
    Random random = new Random(3);
    float[] x = new float[4096];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] once = GgufEncoder.decode("Q6_K", GgufEncoder.encode("Q6_K", x));
    float[] twice = GgufEncoder.decode("Q6_K", GgufEncoder.encode("Q6_K", once));
    double apart = 0;
    for (int i = 0; i < x.length; i++) {
      apart += Math.pow(once[i] - twice[i], 2);
    }
    assertThat(Math.sqrt(apart / x.length)).isLessThan(0.012);
  }
}
