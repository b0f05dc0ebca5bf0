package org.sluice.pipelines.quickstart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Documents that should be dropped, each made to break one rule of the web profiles first. */
final class Junk {
  private record Maker(String rule, Function<Random, String> make) {}

  private final Phrases phrases;
  private final List<Maker> makers;

  Junk(Phrases phrases) {
    this.phrases = phrases;
    this.makers =
        List.of(
            new Maker("gopher_short_doc", random -> phrases.one("neutral.close", random)),
            new Maker("gopher_above_avg_threshold", Junk::longWords),
            new Maker("gopher_too_many_hashes", random -> soup(70, "#", "", random)),
            new Maker("gopher_too_many_ellipsis", random -> soup(70, "", "...", random)),
            new Maker("gopher_too_many_bullets", this::bullets),
            new Maker("gopher_too_many_end_ellipsis", this::teasers),
            new Maker("gopher_below_alpha_threshold", this::table),
            new Maker("gopher_enough_stop_words", random -> soup(80, "", "", random) + "."),
            new Maker("dup_line_frac", this::repeatedLines),
            new Maker("top_2_gram", this::chant),
            new Maker("line_punct_ratio", this::headlines),
            new Maker("short_line_ratio", this::menu));
  }

  /** The junk of kind {@code number}, any number will do; the rule it breaks is in its detail. */
  Planted write(int number, String label, Random random) {
    Maker maker = makers.get(Math.floorMod(number, makers.size()));
    return Planted.bad(Planted.Kind.JUNK, maker.make.apply(random), label, maker.rule);
  }

  private static String longWords(Random random) {
    StringBuilder text = new StringBuilder("The codes of the shares and of the bonds are:");
    for (int i = 0; i < 60; i++) {
      text.append(' ');
      for (int letter = 0; letter < 14 + random.nextInt(6); letter++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.append('.').toString();
  }

  /** Words of the trade without any grammar, each between {@code before} and {@code after}. */
  private String soup(int count, String before, String after, Random random) {
    List<String> words = new ArrayList<>();
    phrases.all("soup").forEach(line -> words.addAll(List.of(line.split(" "))));
    Collections.shuffle(words, random);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ")
          .append(before)
          .append(words.get(i % words.size()))
          .append(after);
    }
    return text.toString();
  }

  private String bullets(Random random) {
    List<String> lines = new ArrayList<>();
    for (String sentence : phrases.some("filler", 8, random)) {
      lines.add((random.nextBoolean() ? "- " : "• ") + sentence);
    }
    return String.join("\n", lines);
  }

  private String teasers(Random random) {
    List<String> lines = new ArrayList<>();
    for (String headline : phrases.some("neutral.close", 7, random)) {
      lines.add(headline.substring(0, headline.length() - 1) + "...");
    }
    return String.join("\n", lines);
  }

  private String table(Random random) {
    StringBuilder text = new StringBuilder("The table of the prices and of the volumes:\n");
    for (int row = 0; row < 16; row++) {
      text.append(phrases.one("name", random)).append(" at the close of that day");
      for (int column = 0; column < 5; column++) {
        text.append(" | ").append(1000 + random.nextInt(9000));
      }
      text.append(".\n");
    }
    return text.toString().strip();
  }

  private String repeatedLines(Random random) {
    List<String> lines = new ArrayList<>(phrases.some("neutral.close", 2, random));
    String line = phrases.one("boilerplate", random);
    for (int i = 0; i < 5; i++) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return String.join("\n", lines);
  }

  private String chant(Random random) {
    String company = phrases.one("company", random);
    StringBuilder text = new StringBuilder("Here is that which you have to know.");
    for (String sentence : phrases.some("soup", 4, random)) {
      String[] words = sentence.split(" ");
      for (int i = 0; i + 2 < words.length; i += 3) {
        text.append(" The ")
            .append(words[i])
            .append(" of ")
            .append(company)
            .append(" and ")
            .append(company)
            .append(' ')
            .append(words[i + 1])
            .append(" is with ")
            .append(company)
            .append('.');
      }
    }
    return text.toString();
  }

  private String headlines(Random random) {
    return String.join("\n", phrases.some("headline", 8, random));
  }

  private String menu(Random random) {
    List<String> lines = new ArrayList<>(phrases.some("neutral.close", 4, random));
    for (String entry : phrases.some("menu", 12, random)) {
      lines.add(random.nextInt(lines.size() + 1), entry);
    }
    return String.join("\n", lines);
  }
}
