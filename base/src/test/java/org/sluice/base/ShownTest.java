package org.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void staysOnOneShortLine() {
    assertThat(Shown.of("q_proj")).isEqualTo("q_proj");
    assertThat(Shown.of("a\n\u0007\u001b[31mb\u2028c")).isEqualTo("a???[31mb?c");
    assertThat(Shown.of("🙂".repeat(90))).isEqualTo("🙂".repeat(80) + "...");
    assertThat(Shown.of(null)).isEqualTo("null");
  }
}
