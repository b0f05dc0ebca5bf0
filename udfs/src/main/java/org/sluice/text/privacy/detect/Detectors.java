package org.sluice.text.privacy.detect;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;

/** The built-in detectors by name: the one list that settings, help and docs are made from. */
public final class Detectors {
  private record Entry(String help, Function<List<String>, Detector> make) {}

  private static final Map<String, Entry> BY_NAME =
      new TreeMap<>(
          Map.of(
              EmailDetector.TYPE,
              new Entry("e-mail address", regions -> new EmailDetector()),
              PhoneDetector.TYPE,
              new Entry(
                  "phone number of any region with +, of the given regions without",
                  PhoneDetector::new),
              IpDetector.TYPE,
              new Entry("IPv4 or IPv6 address", regions -> new IpDetector()),
              CardDetector.TYPE,
              new Entry("payment card number (Luhn, issuer)", regions -> new CardDetector()),
              IbanDetector.TYPE,
              new Entry("IBAN (mod 97, form of the country)", regions -> new IbanDetector()),
              UsSsnDetector.TYPE,
              new Entry("US social security number", regions -> new UsSsnDetector()),
              CnIdDetector.TYPE,
              new Entry("Chinese resident ID (mod 11-2)", regions -> new CnIdDetector()),
              CnMobileDetector.TYPE,
              new Entry("Chinese mobile number", regions -> new CnMobileDetector())));

  private Detectors() {}

  /** All names, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /** One line about the detector, for help and docs. */
  public static String help(String name) {
    return entry(name).help();
  }

  /**
   * The detector of that name.
   *
   * @param phoneRegions ISO 3166 codes for the phone detector's national numbers
   * @throws UserError for an unknown name, with the nearest known one
   */
  public static Detector named(String name, List<String> phoneRegions) {
    return entry(name).make().apply(phoneRegions);
  }

  private static Entry entry(String name) {
    Entry entry = BY_NAME.get(name);
    if (entry == null) {
      throw UserError.of(
          "unknown entity '" + name + "'",
          "the nearest is '" + Nearest.to(name, names()) + "'; the entities are " + names());
    }
    return entry;
  }
}
