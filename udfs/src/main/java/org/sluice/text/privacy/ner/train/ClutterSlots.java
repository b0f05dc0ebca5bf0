package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;

/** Values for the patterns of what is no prose; none is an entity. */
final class ClutterSlots implements Slots {
  private static final String RULERS = "----====__**~~##.+";
  private static final List<String> DIVIDERS =
      List.of(" | ", " | ", "|", ", ", ",", "\t", "  ", "; ");
  private static final List<String> UNITS =
      List.of(
          "%", " %", " kg", " km", " ms", " GB", "px", "x", " mm", "k", "th", " pt", "°C", " V");
  private static final List<String> CHINESE_DIVIDERS =
      List.of(" | ", "|", ",", "\t", " ", "　", "，");

  private final boolean han;
  private final List<String> nouns;
  private final List<String> labels;

  ClutterSlots(boolean han) {
    this.han = han;
    WordLists words = han ? WordLists.CHINESE : WordLists.ENGLISH;
    nouns = words.of("nouns-common");
    labels = words.of("labels");
  }

  @Override
  public void fill(String slot, Random random, Sentence.Builder out) {
    out.add(value(slot, random));
  }

  private String value(String slot, Random random) {
    return switch (slot) {
      case "LEFT" -> "{";
      case "RIGHT" -> "}";
      case "OPEN" -> "[";
      case "CLOSE" -> "]";
      case "NUMBER" -> number(random);
      case "WORD" -> word(random);
      case "HEADING" -> heading(random);
      case "NAME" -> han && sometimes(0.3, random) ? any(nouns, random) : identifier(random);
      case "HEX" -> String.format("%0" + (1 + random.nextInt(8)) + "x", random.nextInt(1 << 20));
      case "RULER" -> ruler(random);
      case "ROW" -> row(random);
      default -> throw new IllegalStateException("no slot " + slot);
    };
  }

  private static String number(Random random) {
    int whole = random.nextInt(sometimes(0.5, random) ? 20 : sometimes(0.7, random) ? 1000 : 9999);
    double draw = random.nextDouble();
    if (draw < 0.3) {
      return String.format(Locale.ROOT, "%." + (1 + random.nextInt(4)) + "f", whole / 7.0);
    }
    String digits = sometimes(0.05, random) ? "-" + whole : String.valueOf(whole);
    return draw < 0.45 ? digits + any(UNITS, random) : digits;
  }

  private String word(Random random) {
    return sometimes(0.2, random)
        ? any(labels, random)
        : sometimes(0.25, random) ? invented(random) : any(nouns, random);
  }

  private String invented(Random random) {
    if (han) {
      return any(nouns, random) + any(nouns, random);
    }
    StringBuilder word = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      word.append(WordLists.ENGLISH.any("syllables", random));
    }
    return word.toString();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private String heading(Random random) {
    StringJoiner words = new StringJoiner(han ? "" : " ");
    boolean all = sometimes(0.4, random);
    for (int i = 0, count = 1 + random.nextInt(3); i < count; i++) {
      String word = sometimes(0.2, random) ? any(labels, random) : any(nouns, random);
      words.add(i == 0 || all ? capital(word) : word);
    }
    return words.toString();
  }

  /** total, max_size, maxSize, MaxSize, MAX_SIZE, x1. */
  private String identifier(Random random) {
    String first = word(random);
    String second = word(random);
    return switch (random.nextInt(6)) {
      case 0 -> first + "_" + second;
      case 1 -> first + capital(second);
      case 2 -> capital(first) + capital(second);
      case 3 -> (first + "_" + second).toUpperCase(Locale.ROOT);
      case 4 -> first.charAt(0) + (random.nextBoolean() ? "" : String.valueOf(random.nextInt(10)));
      default -> first;
    };
  }

  private static String ruler(Random random) {
    char mark = RULERS.charAt(random.nextInt(RULERS.length()));
    String unit = sometimes(0.15, random) ? mark + (random.nextBoolean() ? " " : "|") : "" + mark;
    return unit.repeat(3 + random.nextInt(sometimes(0.5, random) ? 8 : 70)).strip();
  }

  private String row(Random random) {
    String divider = any(han ? CHINESE_DIVIDERS : DIVIDERS, random);
    boolean framed = divider.strip().equals("|") && random.nextBoolean();
    StringJoiner cells = new StringJoiner(divider, framed ? "| " : "", framed ? " |" : "");
    double words = random.nextDouble() * 0.5;
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      cells.add(sometimes(words, random) ? capital(word(random)) : number(random));
    }
    return cells.toString();
  }
}
