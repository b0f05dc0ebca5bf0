package org.sluice.text.privacy.canary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.detect.Specimen;

/**
 * Canaries for the entities of a redactor. The carrier sentences are no patterns that the taggers
 * have learnt from; values of names come from the same lists of names. The same seed gives the same
 * canaries.
 */
public final class Canaries {
  private static final String PLACE = "{}";
  private static final String NAME = "{name}";

  /** A sentence with a place for a value. */
  private record Carrier(boolean chinese, String sentence) {}

  private static final Map<String, List<Carrier>> CARRIERS = carriers();

  private final List<Canary> all;

  private Canaries(List<Canary> all) {
    this.all = List.copyOf(all);
  }

  /** As many canaries of each entity, in the order of the entities' names. */
  public static Canaries of(Collection<String> entities, int each, long seed) {
    MadeUpNames names = new MadeUpNames();
    List<Canary> all = new ArrayList<>();
    for (String entity : new TreeSet<>(entities)) {
      Random random = new Random(seed ^ entity.hashCode()); // whatever else is sought
      for (int i = 0; i < each; i++) {
        List<Carrier> carriers = CARRIERS.get(entity);
        all.add(planted(entity, carriers.get(i % carriers.size()), names, random));
      }
    }
    return new Canaries(all);
  }

  private static Canary planted(String entity, Carrier carrier, MadeUpNames names, Random random) {
    Specimen named =
        switch (entity) {
          case "NATIONAL_ID", "VAT" -> Specimen.of(entity, random);
          default -> new Specimen("", value(entity, carrier, names, random));
        };
    String sentence = carrier.sentence().replace(NAME, named.name());
    int place = sentence.indexOf(PLACE);
    String value = named.value();
    int start = sentence.codePointCount(0, place);
    return new Canary(
        entity,
        sentence.substring(0, place) + value + sentence.substring(place + PLACE.length()),
        start,
        start + value.codePointCount(0, value.length()));
  }

  private static String value(String entity, Carrier carrier, MadeUpNames names, Random random) {
    return switch (entity) {
      case "EMAIL", "PHONE", "IP", "CARD", "IBAN", "US_SSN", "CN_ID", "CN_MOBILE" ->
          MadeUpNumbers.value(entity, random);
      case "URL", "MAC", "CRYPTO", "API_KEY", "PASSPORT", "PLATE", "QQ", "WECHAT" ->
          MadeUpCodes.value(entity, random);
      default -> carrier.chinese() ? names.chinese(entity, random) : names.english(entity, random);
    };
  }

  /** The canaries, entity by entity. */
  public List<Canary> all() {
    return all;
  }

  /** For each canary, whether the redactor takes it out, in the order of {@link #all}. */
  public List<Boolean> taken(Redactor redactor) {
    return all.stream().map(canary -> canary.isCovered(redactor.find(canary.sentence()))).toList();
  }

  /** The entities that there are carriers for. */
  static Collection<String> entities() {
    return CARRIERS.keySet();
  }

  private static Map<String, List<Carrier>> carriers() {
    Map<String, List<Carrier>> carriers = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Canaries.class.getResourceAsStream("carriers.txt"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] parts = line.split(" ", 3);
          carriers
              .computeIfAbsent(parts[0], entity -> new ArrayList<>())
              .add(new Carrier(parts[1].equals("zh"), parts[2]));
        }
      }
      return carriers;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the carriers of canaries", e);
    }
  }
}
