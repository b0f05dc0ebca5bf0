package org.sluice.text.privacy.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.text.privacy.ner.EntityFinder;
import org.sluice.text.privacy.ner.EntityType;

/** The built-in detectors by name: the one list that settings, help and docs are made from. */
public final class Detectors {
  private record Entry(String help, Function<List<String>, Detector> make) {}

  /** What goes by pattern and check digit, and needs no model. */
  private static final Map<String, Entry> BY_NAME = new TreeMap<>();

  static {
    add(EmailDetector.TYPE, "e-mail address", regions -> new EmailDetector());
    add(
        PhoneDetector.TYPE,
        "phone number of any region with +, of the given regions without",
        PhoneDetector::new);
    add(IpDetector.TYPE, "IPv4 or IPv6 address", regions -> new IpDetector());
    add(CardDetector.TYPE, "payment card number (Luhn, issuer)", regions -> new CardDetector());
    add(IbanDetector.TYPE, "IBAN (mod 97, form of the country)", regions -> new IbanDetector());
    add(UsSsnDetector.TYPE, "US social security number", regions -> new UsSsnDetector());
    add(CnIdDetector.TYPE, "Chinese resident ID (mod 11-2)", regions -> new CnIdDetector());
    add(CnMobileDetector.TYPE, "Chinese mobile number", regions -> new CnMobileDetector());
  }

  private static final List<String> USUAL = List.copyOf(BY_NAME.keySet());

  static {
    add(
        NationalIds.TYPE,
        "identity, social security and health numbers of 24 countries (check digits)",
        regions -> new IdDetector(NationalIds.TYPE, NationalIds.RULES));
    add(
        TaxIds.TYPE,
        "VAT and company numbers of 19 countries (check digits)",
        regions -> new IdDetector(TaxIds.TYPE, TaxIds.RULES));
    for (String type : Patterns.types()) {
      add(type, Patterns.help(type), regions -> Patterns.detector(type));
    }
  }

  private Detectors() {}

  private static void add(String name, String help, Function<List<String>, Detector> make) {
    BY_NAME.put(name, new Entry(help, make));
  }

  /** All names: first those that go by pattern and check digit, then those of the tagger. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(BY_NAME.keySet());
    for (EntityType type : EntityType.values()) {
      names.add(type.name());
    }
    return names;
  }

  /** What is sought where nothing is named: numbers and addresses that are hardly ever mistaken. */
  public static List<String> usual() {
    return USUAL;
  }

  /** One line about the entity, for help and docs. */
  public static String help(String name) {
    Entry entry = BY_NAME.get(name);
    return entry == null ? tagged(name).help() : entry.help();
  }

  /**
   * The detectors for these entities.
   *
   * @param phoneRegions ISO 3166 codes for the phone detector's national numbers
   * @param finder of names and what else no pattern describes
   * @throws UserError for an unknown name, with the nearest known one
   */
  public static List<Detector> of(
      Collection<String> names, List<String> phoneRegions, EntityFinder finder) {
    List<Detector> detectors = new ArrayList<>();
    Set<EntityType> tagged = EnumSet.noneOf(EntityType.class);
    for (String name : names) {
      Entry entry = BY_NAME.get(name);
      if (entry == null) {
        tagged.add(tagged(name));
      } else {
        detectors.add(entry.make().apply(phoneRegions));
      }
    }
    if (!tagged.isEmpty()) {
      detectors.add(new NameDetector(tagged, finder));
    }
    return detectors;
  }

  private static EntityType tagged(String name) {
    for (EntityType type : EntityType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw UserError.of(
        "unknown entity '" + name + "'",
        "the nearest is '" + Nearest.to(name, names()) + "'; the entities are " + names());
  }
}
