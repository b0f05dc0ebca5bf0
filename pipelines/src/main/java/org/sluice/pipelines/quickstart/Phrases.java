package org.sluice.pipelines.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small grammar: symbols with alternatives that hold further symbols in braces. The alternatives
 * are data, in the resource phrases.txt.
 */
final class Phrases {
  private final Map<String, List<String>> alternatives;

  private Phrases(Map<String, List<String>> alternatives) {
    this.alternatives = alternatives;
  }

  /** The grammar that ships with this class. */
  static Phrases load() {
    Map<String, List<String>> alternatives = new LinkedHashMap<>();
    try (InputStream in = Phrases.class.getResourceAsStream("phrases.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> current = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          current = new ArrayList<>();
          alternatives.put(line.substring(1, line.length() - 1), current);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          current.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Phrases(alternatives);
  }

  /** All alternatives of a symbol, unexpanded. */
  List<String> all(String symbol) {
    return alternatives.get(symbol);
  }

  /** One alternative of the symbol, expanded. */
  String one(String symbol, Random random) {
    List<String> choices = alternatives.get(symbol);
    return expand(choices.get(random.nextInt(choices.size())), random);
  }

  /** {@code count} different alternatives of the symbol, expanded, in random order. */
  List<String> some(String symbol, int count, Random random) {
    List<String> shuffled = new ArrayList<>(alternatives.get(symbol));
    Collections.shuffle(shuffled, random);
    List<String> expanded = new ArrayList<>();
    for (String alternative : shuffled.subList(0, Math.min(count, shuffled.size()))) {
      expanded.add(expand(alternative, random));
    }
    return expanded;
  }

  /** The text with every {symbol} and {from-to} replaced. */
  private String expand(String text, Random random) {
    StringBuilder expanded = new StringBuilder();
    int end = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', end)) {
      expanded.append(text, end, open);
      end = text.indexOf('}', open) + 1;
      expanded.append(symbol(text.substring(open + 1, end - 1), random));
    }
    return expanded.append(text, end, text.length()).toString();
  }

  private String symbol(String name, Random random) {
    if (Character.isDigit(name.charAt(0))) {
      int dash = name.indexOf('-');
      int from = Integer.parseInt(name.substring(0, dash));
      int to = Integer.parseInt(name.substring(dash + 1));
      return String.valueOf(from + random.nextInt(to - from + 1));
    }
    // {value} is filled in by whoever asked for the phrase
    return alternatives.containsKey(name) ? one(name, random) : "{" + name + "}";
  }
}
