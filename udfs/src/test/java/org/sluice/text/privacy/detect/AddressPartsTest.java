package org.sluice.text.privacy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPartsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "221 Baker Street | 221 Baker Street",
        "Lindenweg 7 | Lindenweg 7",
        "12 Lindenweg 7 | 12/Lindenweg 7",
        "3 407 Elm Avenue | 3/407 Elm Avenue",
        "407 Elm Avenue, Apt. 12b | 407 Elm Avenue/Apt. 12b",
        "Suite 90 407 Elm Avenue | Suite 90/407 Elm Avenue",
        "Unit 4 | Unit 4",
        "10115 | 10115",
        "SW1A 2AA | SW1A 2AA",
      })
  void eachPartIsAFindingOfItsOwn(String address, String parts) {
    String text = "At " + address + ".";
    String found =
        String.join(
            "/",
            AddressParts.of(text, 3, text.length() - 1).stream()
                .map(part -> text.substring(part.start(), part.end()))
                .toList());
    assertThat(found).isEqualTo(parts);
  }
}
