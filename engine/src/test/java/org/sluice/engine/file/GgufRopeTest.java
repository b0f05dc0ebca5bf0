package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GgufRopeTest {
  @Test
  void findsTheFactorOfATable() {
    float[] table = new float[64];
    for (int i = 0; i < table.length; i++) {
      double wave = 2 * Math.PI * Math.pow(500_000, i / 64.0);
      table[i] = (float) GgufRope.divisor(wave, 32);
    }
    // Llama 3.2 1B: pairs 0 to 28 are kept, 35 to 63 divided by 32
    assertThat(table[28]).isEqualTo(1);
    assertThat(table[29]).isGreaterThan(1);
    assertThat(table[35]).isEqualTo(32);
    assertThat(GgufRope.settings(table, 500_000).orElseThrow().toString())
        .isEqualTo(
            "{\"rope_type\":\"llama3\",\"factor\":32.0,\"low_freq_factor\":1.0,"
                + "\"high_freq_factor\":4.0,\"original_max_position_embeddings\":8192}");
    table[20] = 2;
    assertThat(GgufRope.settings(table, 500_000)).isEmpty();
  }
}
