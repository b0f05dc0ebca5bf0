package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sluice.text.privacy.ner.EntityType;
import org.sluice.text.privacy.ner.NameLists;

/** Values for the slots of the English patterns. */
final class EnglishSlots implements Slots {
  private final EnglishNames names = new EnglishNames();
  private final EnglishOrganisations organisations = new EnglishOrganisations(names);
  private final Addresses addresses = new Addresses(names);
  private final List<String> countries = NameLists.entries("countries");
  private final List<String> states = NameLists.entries("states");
  private final List<String> jobs = NameLists.entries("jobs");

  @Override
  public void fill(String slot, Random random, Sentence.Builder out) {
    switch (slot) {
      case "PERSON" -> out.add(EntityType.PERSON, names.person(random));
      case "FIRST" -> out.add(EntityType.PERSON, names.given(random));
      case "LAST" -> out.add(EntityType.PERSON, names.family(random));
      case "TITLE" -> out.add(EntityType.TITLE, WordLists.ENGLISH.any("titles", random));
      case "JOB" -> out.add(EntityType.TITLE, job(random));
      case "ORG" -> out.add(EntityType.ORGANIZATION, organisations.organisation(random));
      case "CITY" -> out.add(EntityType.LOCATION, city(random));
      case "COUNTRY" -> out.add(EntityType.LOCATION, any(countries, random));
      case "STATE" -> out.add(EntityType.LOCATION, any(states, random));
      case "PLACE" -> out.add(EntityType.LOCATION, place(random));
      case "NRP" -> out.add(EntityType.NRP, WordLists.ENGLISH.any("nationalities", random));
      case "AGE" -> out.add(EntityType.AGE, String.valueOf(1 + random.nextInt(99)));
      case "STREET" -> out.add(EntityType.ADDRESS, addresses.street(random));
      case "STREETNAME" -> out.add(EntityType.ADDRESS, addresses.streetName(random));
      case "ZIP" -> out.add(EntityType.ADDRESS, addresses.zip(random));
      case "VERBS" -> out.add(WordLists.ENGLISH.any("verbs", random));
      case "ORGVERBS" -> out.add(WordLists.ENGLISH.any("org-verbs", random));
      case "NOUNS" -> out.add(WordLists.ENGLISH.any("nouns-common", random));
      case "ROLE" -> out.add(WordLists.ENGLISH.any("roles", random));
      case "NAMELINE" -> {
        if (sometimes(0.3, random)) {
          fill("TITLE", random, out);
          out.add(" ");
        }
        fill("PERSON", random, out);
      }
      case "ADDRESS" -> address(random, out);
      default -> Times.fill(slot, random, out);
    }
  }

  private void address(Random random, Sentence.Builder out) {
    boolean lines = sometimes(0.4, random);
    String comma = lines ? (sometimes(0.3, random) ? ",\n" : "\n ") : ", ";
    out.add(EntityType.ADDRESS, addresses.street(random));
    if (sometimes(0.2, random)) {
      out.add(comma).add(EntityType.ADDRESS, addresses.apartment(random));
    }
    if (sometimes(0.9, random)) {
      boolean zipFirst = sometimes(0.4, random);
      out.add(comma);
      if (zipFirst) {
        out.add(EntityType.ADDRESS, addresses.zip(random)).add(" ");
      }
      out.add(EntityType.LOCATION, city(random));
      if (sometimes(0.3, random)) {
        out.add(", ").add(EntityType.LOCATION, state(random));
      }
      if (!zipFirst && sometimes(0.6, random)) {
        out.add(lines && sometimes(0.3, random) ? "\n " : " ");
        out.add(EntityType.ADDRESS, addresses.zip(random));
      }
    }
    if (sometimes(0.3, random)) {
      out.add(comma).add(EntityType.LOCATION, any(countries, random));
    }
  }

  private String state(Random random) {
    return sometimes(0.6, random)
        ? WordLists.ENGLISH.any("state-codes", random)
        : any(states, random);
  }

  private String job(Random random) {
    String job = any(jobs, random);
    job = sometimes(0.5, random) ? job.toLowerCase(Locale.ROOT) : job;
    int comma = job.indexOf(", "); // "Accountant, chartered"
    return comma > 0 ? job.substring(comma + 2) + " " + job.substring(0, comma) : job;
  }

  private String place(Random random) {
    return sometimes(0.55, random)
        ? city(random)
        : any(sometimes(0.8, random) ? countries : states, random);
  }

  private String city(Random random) {
    String city = sometimes(0.08, random) ? names.invented(random) : names.city(random);
    return sometimes(0.08, random) ? city.toUpperCase(Locale.ROOT) : city;
  }
}
