package org.sluice.text.privacy.ner.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden is made by {@code benchmarks/privacy/make_network.py} with numpy. */
class NetworkTest {
  static List<String> golden() throws Exception {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                NetworkTest.class.getResourceAsStream("golden.tsv"), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void unitsAndProbabilitiesAreThoseOfNumpy(String line) {
    String[] fields = line.split("\t");
    String text = fields[1];
    Network network = fields[0].equals("lac") ? Network.words() : Network.letters();
    Network.Labelled labelled = network.label(List.of(text)).get(0);
    List<String> units = new ArrayList<>();
    for (int i = 0; i < labelled.ends().length; i++) {
      units.add(text.substring(i == 0 ? 0 : labelled.ends()[i - 1], labelled.ends()[i]));
    }
    assertThat(String.join(" ", units)).isEqualTo(fields[2]);
    String[] likely = fields[3].split(" ");
    for (int i = 0; i < labelled.ends().length; i++) {
      for (String label : likely[i].split(",")) {
        int colon = label.indexOf(':');
        double marginal =
            labelled.lattice().marginal(i, Integer.parseInt(label.substring(0, colon)));
        assertThat(marginal)
            .isCloseTo(Double.parseDouble(label.substring(colon + 1)), within(1e-3));
      }
    }
  }

  @Test
  void findsPeopleAndPlaces() {
    String text = "记者王小明昨日在上海采访了导演李建国。";
    assertThat(Network.words().spans(List.of(text)).get(0))
        .filteredOn(span -> span.probability() > 0.9)
        .extracting(span -> span.label() + " " + text.substring(span.start(), span.end()))
        .containsExactlyInAnyOrder("PER 王小明", "PER 李建国", "LOC 上海");
    assertThat(Network.words().spans(List.of())).isEmpty();
    assertThat(Network.words().spans(List.of("", text))).first().isEqualTo(List.of());
  }

  @Test
  void textsSideBySideHaveTheSpansOfEachAloneToTheBit() throws Exception {
    List<String> texts = new ArrayList<>();
    for (String line : golden()) {
      String text = line.split("\t")[1];
      texts.add(text);
      texts.add(text.substring(0, text.length() / 2));
      texts.add(text.substring(text.length() / 3));
    }
    for (Network network : List.of(Network.words(), Network.letters())) {
      List<List<Span>> spans = network.spans(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(spans.get(i)).isEqualTo(network.spans(List.of(texts.get(i))).get(0));
      }
    }
  }

  @Test
  void stretchesFromAStepAddUpToItsLabel() {
    Network.Labelled labelled = Network.words().label(List.of("韩国的金妍儿获得冠军")).get(0);
    double[] sum = {0};
    labelled.lattice().stretches(2, 16, 17, 0, (end, probability) -> sum[0] += probability);
    assertThat(sum[0]).isCloseTo(labelled.lattice().marginal(2, 16), within(1e-9));
  }
}
