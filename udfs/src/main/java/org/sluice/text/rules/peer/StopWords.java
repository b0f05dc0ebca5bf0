package org.sluice.text.rules.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Lists of stop words, one a line; see NOTICE for where they come from. */
final class StopWords {
  private StopWords() {}

  static Set<String> english() {
    return read("stop-words-en.txt");
  }

  static Set<String> rootsEnglish() {
    return read("roots-stop-words-en.txt");
  }

  static Set<String> rootsChinese() {
    return read("roots-stop-words-zh.txt");
  }

  private static Set<String> read(String name) {
    try (InputStream in = StopWords.class.getResourceAsStream(name)) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Set.copyOf(all.lines().filter(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}
