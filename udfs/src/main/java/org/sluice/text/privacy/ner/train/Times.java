package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sluice.text.privacy.ner.EntityType;

/** Dates and times, and values that are no entity of the tagger: amounts, codes, addresses. */
final class Times {
  private Times() {}

  static void fill(String slot, Random random, Sentence.Builder out) {
    switch (slot) {
      case "DATE" -> out.add(EntityType.DATE_TIME, date(random));
      case "YEAR" -> out.add(EntityType.DATE_TIME, year(random));
      case "MONTH" -> out.add(EntityType.DATE_TIME, WordLists.ENGLISH.any("months", random));
      case "WEEKDAY" -> out.add(EntityType.DATE_TIME, WordLists.ENGLISH.any("weekdays", random));
      case "TIME" -> out.add(EntityType.DATE_TIME, time(random));
      case "NUM" -> out.add(String.valueOf(random.nextInt(sometimes(0.5, random) ? 60 : 3000)));
      case "MONEY" -> out.add(any(List.of("$", "€", "£", "USD "), random) + random.nextInt(9999));
      case "PHONE" -> out.add(phone(random));
      case "CODE" -> out.add(digits(4 + random.nextInt(13), random));
      case "EMAIL" -> out.add(word(random) + "@" + word(random) + ".com");
      case "URL" -> out.add("https://www." + word(random) + ".org/" + word(random));
      default -> throw new IllegalArgumentException("unknown slot " + slot);
    }
  }

  private static String date(Random random) {
    int day = 1 + random.nextInt(28);
    int month = 1 + random.nextInt(12);
    String name = WordLists.ENGLISH.of("months").get(month - 1);
    String year = year(random);
    return switch (random.nextInt(12)) {
      case 0 -> month + "/" + day + "/" + year;
      case 1 -> String.format(Locale.ROOT, "%02d.%02d.%s", day, month, year);
      case 2 -> String.format(Locale.ROOT, "%s-%02d-%02d", year, month, day);
      case 3 -> String.format(Locale.ROOT, "%s-%02d-%02d %s", year, month, day, clock(random));
      case 4 -> name + " " + day + ", " + year;
      case 5 -> day + " " + name + " " + year;
      case 6 -> name + " " + day + ordinal(day);
      case 7 -> "the " + day + ordinal(day) + " of " + name;
      case 8 -> name.substring(0, 3) + ". " + day;
      case 9 -> WordLists.ENGLISH.any("weekdays", random) + ", " + name + " " + day;
      case 10 -> String.format(Locale.ROOT, "%02d/%02d/%s", day, month, year.substring(2));
      default -> name + " " + year;
    };
  }

  private static String ordinal(int day) {
    return switch (day % 10) {
      case 1 -> day == 11 ? "th" : "st";
      case 2 -> day == 12 ? "th" : "nd";
      case 3 -> day == 13 ? "th" : "rd";
      default -> "th";
    };
  }

  private static String year(Random random) {
    return String.valueOf((sometimes(0.15, random) ? 1700 : 1930) + random.nextInt(100));
  }

  private static String clock(Random random) {
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
  }

  private static String time(Random random) {
    int hour = 1 + random.nextInt(12);
    return switch (random.nextInt(4)) {
      case 0 -> hour + " " + any(List.of("am", "pm", "a.m.", "p.m.", "o'clock"), random);
      case 1 -> String.format(Locale.ROOT, "%d:%02d", hour, random.nextInt(60));
      case 2 -> any(List.of("noon", "midnight"), random);
      default -> String.format(Locale.ROOT, "%d:%02d pm", hour, random.nextInt(60));
    };
  }

  private static String phone(Random random) {
    return WordLists.ENGLISH
        .any("phones", random)
        .replace("{N}", digits(3, random))
        .replace("{F}", digits(4, random));
  }

  private static String word(Random random) {
    return WordLists.ENGLISH.any("nouns", random).toLowerCase(Locale.ROOT);
  }

  static String digits(int count, Random random) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
