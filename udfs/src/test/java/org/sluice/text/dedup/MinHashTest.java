package org.sluice.text.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MinHashTest {
  private static final String TEXT =
      "The committee met on Monday to talk about the budget for the coming year, and no one slept.";

  private final MinHash minHash = new MinHash(5, 14, 8, 1);

  /** From the reference implementation: python -c "import xxhash; xxhash.xxh64_intdigest(...)". */
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "the quick brown fox jumps, 6c3482ce6d00f490",
    "the quick brown fox jumps over the lazy dog and the moon, 8484dd21e7dc20ca"
  })
  void hashesAsTheReferenceDoes(String text, String wanted) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(String.format("%016x", XxHash64.hash(bytes, 0, bytes.length, 0))).isEqualTo(wanted);
  }

  @Test
  void drawsNumpysNumbers() {
    // numpy 2.4.6: RandomState(1).randint(1, 2**61 - 1, dtype=uint64, size=3)
    MersenneTwister random = new MersenneTwister(1);
    long prime = (1L << 61) - 1;
    assertThat(random.between(1, prime)).isEqualTo(775169054918279404L);
    assertThat(random.between(1, prime)).isEqualTo(1758426461858698313L);
    assertThat(random.between(1, prime)).isEqualTo(2109959069025162L);
  }

  @Test
  void equalsTheFormulaInPlainIntegers() {
    Random random = new Random(7);
    BigInteger prime = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
    BigInteger word = BigInteger.ONE.shiftLeft(64);
    for (int i = 0; i < 1_000; i++) {
      long[] a = {random.nextLong() >>> 3};
      long[] b = {random.nextLong() >>> 3};
      long shingle = random.nextLong();
      BigInteger wanted =
          unsigned(shingle)
              .multiply(BigInteger.valueOf(a[0]))
              .add(BigInteger.valueOf(b[0]))
              .mod(word)
              .mod(prime);
      assertThat(MinHash.smallest(new long[] {shingle}, 1, a, new long[] {b[0] + 1}))
          .containsExactly(wanted.longValueExact());
    }
  }

  @Test
  void isExactWhereTheShortCutIsNot() {
    long prime = (1L << 61) - 1;
    for (long x : new long[] {0, 1, 7, 8, prime - 1, prime, prime + 1, prime + 7, -1, -2, -8}) {
      // 0 times anything plus x
      assertThat(MinHash.smallest(new long[] {0}, 1, new long[] {1}, new long[] {x + 1}))
          .containsExactly(Long.remainderUnsigned(x, prime));
    }
  }

  @Test
  void findsSmallChangesAndNoOtherText() {
    String changed = TEXT.replace("Monday", "Tuesday");
    String longText = longText(3);
    String longChanged = longText.replaceFirst("word7 ", "other ");
    assertThat(minHash.signature(TEXT, "en")).isNotEqualTo(minHash.signature(changed, "en"));
    assertThat(
            MinHash.similarity(
                minHash.signature(longText, "en"), minHash.signature(longChanged, "en")))
        .isGreaterThan(0.8);
    assertThat(
            MinHash.similarity(
                minHash.signature(longText, "en"), minHash.signature(longText(4), "en")))
        .isLessThan(0.2);
  }

  @Test
  void ignoresCaseMarksNumbersAndAccents() {
    assertThat(minHash.signature("Ünder 12.5 Trees, the old man (slept) well", "en"))
        .isEqualTo(minHash.signature("under 7 trees the OLD mán slept\n\nwell!", "en"));
  }

  @Test
  void hasNoSignatureBelowOneShingle() {
    assertThat(minHash.signature("only four words here", "en")).isEmpty();
    assertThat(minHash.bandKeys(new long[0])).isEmpty();
    assertThat(minHash.signature("now five words stand here", "en")).hasSize(112);
  }

  @Test
  void keysDependOnTheirBandAlone() {
    long[] signature = minHash.signature(TEXT, "en");
    long[] keys = minHash.bandKeys(signature);
    assertThat(keys).hasSize(14).doesNotHaveDuplicates();
    signature[8]++; // the first row of the second band
    long[] other = minHash.bandKeys(signature);
    for (int band = 0; band < 14; band++) {
      assertThat(other[band] == keys[band]).isEqualTo(band != 1);
    }
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void neverThrowsAndSaysTheSameTwice(String text) {
    for (String language : new String[] {"eng", "cmn", "tha"}) {
      long[] first = minHash.signature(text, language);
      assertThat(minHash.signature(text, language)).isEqualTo(first);
    }
    assertThat(ContentHash.of(text == null ? "" : text).hex()).hasSize(32);
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        null,
        "",
        " ",
        "\u0000",
        "\uD800 \uDC00 a b c d \uD83D\uDE42",
        "🙂 🙂 🙂 🙂 🙂 🙂",
        "\u202E",
        "\u0301 \u0301",
        "한국어 문장입니다 그리고 또 하나의 문장",
        "ΣΑΣ ΟΔΟΣ İ ΟΔΟΣ. Σ Σ",
        "x".repeat(1_000_000),
        "1.2.3.".repeat(100_000));
  }

  @Test
  void survivesJavaSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(minHash);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((MinHash) in.readObject()).signature(TEXT, "en"))
          .isEqualTo(minHash.signature(TEXT, "en"));
    }
  }

  @Test
  void refusesImpossibleShapes() {
    assertThatThrownBy(() -> new MinHash(0, 14, 8, 1))
        .hasMessage("minhash.ngram must be at least 1, got 0");
  }

  @Test
  void contentHashSeesTextAndNotWhiteSpace() {
    assertThat(ContentHash.of(" a\n\tb ")).isEqualTo(ContentHash.of("a b"));
    assertThat(ContentHash.of("ab")).isNotEqualTo(ContentHash.of("a b"));
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static String longText(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("word7 ");
    for (int i = 0; i < 200; i++) {
      text.append("word")
          .append((char) ('a' + random.nextInt(26)))
          .append((char) ('a' + random.nextInt(26)))
          .append(' ');
    }
    return text.toString();
  }
}
