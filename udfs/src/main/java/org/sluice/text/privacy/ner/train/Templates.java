package org.sluice.text.privacy.ner.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.sluice.text.privacy.ner.EntityType;

/**
 * Patterns of sentences, one a line: {@code [this|that|]} chooses, {@code {SLOT}} is filled, {@code
 * \n} breaks the line. Lines that begin with # say nothing.
 */
final class Templates {
  private final List<String> lines;

  Templates(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Templates.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      lines =
          reader
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }

  int size() {
    return lines.size();
  }

  /** A sentence of the pattern of that number. */
  Sentence fill(int line, Slots slots, Random random) {
    Sentence.Builder sentence = new Sentence.Builder();
    String pattern = lines.get(line);
    expand(pattern, 0, pattern.length(), slots, random, sentence);
    return sentence.build(EnumSet.allOf(EntityType.class));
  }

  private static void expand(
      String pattern, int from, int to, Slots slots, Random random, Sentence.Builder out) {
    int i = from;
    while (i < to) {
      char c = pattern.charAt(i);
      if (c == '[') {
        int end = closing(pattern, i);
        choose(pattern, i + 1, end, slots, random, out);
        i = end + 1;
      } else if (c == '{') {
        int end = pattern.indexOf('}', i);
        slots.fill(pattern.substring(i + 1, end), random, out);
        i = end + 1;
      } else if (c == '\\' && i + 1 < to && pattern.charAt(i + 1) == 'n') {
        out.add("\n");
        i += 2;
      } else {
        out.add(String.valueOf(c));
        i++;
      }
    }
  }

  private static void choose(
      String pattern, int from, int to, Slots slots, Random random, Sentence.Builder out) {
    int choices = 1;
    for (int i = next(pattern, from, to); i < to; i = next(pattern, i + 1, to)) {
      choices++;
    }
    int chosen = random.nextInt(choices);
    int start = from;
    for (int choice = 0; choice < chosen; choice++) {
      start = next(pattern, start, to) + 1;
    }
    expand(pattern, start, next(pattern, start, to), slots, random, out);
  }

  /** The next bar of this level, or {@code to}. */
  private static int next(String pattern, int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      char c = pattern.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == '|' && depth == 0) {
        return i;
      }
    }
    return to;
  }

  private static int closing(String pattern, int open) {
    int depth = 0;
    for (int i = open; i < pattern.length(); i++) {
      depth += pattern.charAt(i) == '[' ? 1 : pattern.charAt(i) == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalStateException("unclosed [ in the pattern " + pattern);
  }
}
