package org.sluice.text.privacy.ner.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Short lists of words that values are made from, by name; a bar or else a blank divides them. */
final class WordLists {
  static final WordLists ENGLISH = new WordLists("english-words.txt");
  static final WordLists CHINESE = new WordLists("chinese-words.txt");

  private final Map<String, List<String>> lists = new HashMap<>();

  private WordLists(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                WordLists.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int colon = line.indexOf(": ");
        if (!line.startsWith("#") && colon > 0) {
          String words = line.substring(colon + 2);
          String divider = words.indexOf('|') < 0 ? " " : "\\|";
          lists.put(line.substring(0, colon), List.of(words.split(divider)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }

  List<String> of(String name) {
    return lists.get(name);
  }

  String any(String name, Random random) {
    return Slots.any(of(name), random);
  }
}
