package org.sluice.text.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BloomFilterTest {
  @TempDir Path folder;

  @Test
  void knowsEveryTextAndMistakesFewNewOnes() {
    BloomFilter seen = BloomFilter.of(20_000, 0.01);
    int mistaken = 0;
    for (int i = 0; i < 20_000; i++) {
      mistaken += seen.add("text " + i) ? 0 : 1;
    }
    assertThat(mistaken).isBetween(1, 200);
    for (int i = 0; i < 20_000; i++) {
      assertThat(seen.add("text  " + i)).isFalse();
    }
    assertThat(seen.falsePositives()).isBetween(0.005, 0.015);
    assertThat(seen.size()).isEqualTo(20_000 - mistaken);
  }

  @Test
  void aSavedOneGoesOn() throws IOException {
    BloomFilter seen = BloomFilter.of(100, 0.001);
    seen.add("one");
    Path file = folder.resolve("seen.bloom");
    seen.save(file);
    BloomFilter again = BloomFilter.load(file);
    assertThat(again.add("one")).isFalse();
    assertThat(again.add("two")).isTrue();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 8));
    assertThatThrownBy(() -> BloomFilter.load(file)).hasMessageContaining("cut off");
  }

  @Test
  void refusesWhatNoMemoryHolds() {
    assertThatThrownBy(() -> BloomFilter.of(1L << 40, 1e-6)).hasMessageContaining("GB");
    assertThatThrownBy(() -> BloomFilter.of(10, 0)).hasMessageContaining("false_positives");
  }
}
