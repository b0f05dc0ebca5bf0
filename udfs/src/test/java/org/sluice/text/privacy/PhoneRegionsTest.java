package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example numbers that libphonenumber has for each region of the world. */
class PhoneRegionsTest {
  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

  private static boolean isFound(String number, RedactorOptions options) {
    Redactor redactor = Redactor.of(Map.of("PHONE", Mode.TAG), options);
    return redactor.redact("Call " + number + " today").text().equals("Call <PHONE> today");
  }

  private static List<PhoneNumber> examples(String region) {
    List<PhoneNumber> examples = new ArrayList<>();
    for (PhoneNumberType type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
      PhoneNumber example = PHONES.getExampleNumberForType(region, type);
      if (example != null) {
        examples.add(example);
      }
    }
    return examples;
  }

  /** With a + everywhere, and as they are written at home where the region is named. */
  @Test
  void numbersOfEveryRegionAreFound() {
    List<String> missed = new ArrayList<>();
    List<String> missedAtHome = new ArrayList<>();
    int all = 0;
    for (String region : PHONES.getSupportedRegions()) {
      RedactorOptions home = RedactorOptions.DEFAULT.withPhoneRegions(List.of(region));
      for (PhoneNumber number : examples(region)) {
        all++;
        for (PhoneNumberFormat format :
            List.of(PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164)) {
          String written = PHONES.format(number, format);
          if (!isFound(written, RedactorOptions.DEFAULT)) {
            missed.add(region + " " + written);
          }
        }
        String national = PHONES.format(number, PhoneNumberFormat.NATIONAL);
        if (!isFound(national, home)) {
          missedAtHome.add(region + " " + national);
        }
      }
    }
    assertThat(all).isGreaterThan(400);
    assertThat(missed).isEmpty();
    assertThat(missedAtHome).hasSizeLessThanOrEqualTo(30); // most have four to six digits
  }
}
