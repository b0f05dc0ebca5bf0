package org.sluice.text.perplexity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Texts and what cc_net's text_normalizer.normalize makes of them. */
class CcnetTextTest {
  @Test
  void isAsCcnetWritesIt() {
    assertThat(CcnetText.normalized("\u00a0 \u00c9T\u00c9 12,5 \uff11\u0663\nEnd\tof it \n"))
        .isEqualTo("ete 00,0 00endof it");
    assertThat(
            CcnetText.normalized(
                "\u300a\u4f60\u597d\u300b\uff0c\u201cx\u201d\u2014y\u2026\uff05\u3002"))
        .isEqualTo("\"\u4f60\u597d\",\"x\" - y...%.");
    assertThat(CcnetText.normalized(" \n ")).isEmpty();
  }
}
