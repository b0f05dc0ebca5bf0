package org.sluice.text.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Normalizer2;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CombiningRunsTest {
  private static final Map<UnicodeForm, Normalizer2> FORMS =
      Map.of(
          UnicodeForm.NFC, Normalizer2.getNFCInstance(),
          UnicodeForm.NFD, Normalizer2.getNFDInstance(),
          UnicodeForm.NFKC, Normalizer2.getNFKCInstance(),
          UnicodeForm.NFKD, Normalizer2.getNFKDInstance());

  /** Marks of many classes, some that fall into several, jamo, a mark outside the first plane. */
  private static final int[] MARKS = {
    0x301, 0x323, 0x344, 0xf73, 0x315, 0x1d165, 0x1d16e, 0x345, 0x5b0, 0x5b4, 0x64b, 0x651, 0x11a8,
    0x1161, 0x3099, 'a', 0xe9, 0x1e0b
  };

  private static String marks(Random random) {
    int kinds = 1 + random.nextInt(MARKS.length);
    int first = random.nextInt(MARKS.length);
    double letters = random.nextDouble() * 0.01;
    StringBuilder text = new StringBuilder("a");
    for (int i = random.nextInt(3000); i > 0; i--) {
      boolean letter = random.nextDouble() < letters;
      text.appendCodePoint(letter ? 'b' : MARKS[(first + random.nextInt(kinds)) % MARKS.length]);
    }
    return text.toString();
  }

  @Test
  void everyFormIsTheOneOfIcu() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String text = marks(random);
      FORMS.forEach(
          (form, icu) ->
              assertThat(form.apply(text)).as("%s", form).isEqualTo(icu.normalize(text)));
    }
  }

  @Test
  void aTextWithoutLongRunsStaysTheSameObject() {
    String text = "e\u0301\u0323 ".repeat(1000);
    assertThat(CombiningRuns.ordered(text, FORMS.get(UnicodeForm.NFC))).isSameAs(text);
  }
}
