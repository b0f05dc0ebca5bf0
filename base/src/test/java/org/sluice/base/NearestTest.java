package org.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void findsTheNameThatWasMeant() {
    assertThat(Nearest.to("lora_alhpa", List.of("lora_alpha", "lora_dropout", "r")))
        .isEqualTo("lora_alpha");
  }

  @Test
  void countsEdits() {
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
