package org.sluice.text.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads this package's tables, which {@code src/main/python/make_tables.py} makes. */
final class Resources {
  private Resources() {}

  /** The lines of a table, less the two lines of its notice. */
  static List<String> lines(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The table " + name + " is missing from the class path");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .skip(2)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name of a class to its ranges: start, end, start, end and so on, both inclusive, ascending. */
  static Map<String, int[]> codePointClasses(String name) {
    Map<String, int[]> classes = new HashMap<>();
    for (String line : lines(name)) {
      String[] fields = line.split(" ");
      int[] ranges = new int[2 * (fields.length - 1)];
      for (int i = 1; i < fields.length; i++) {
        String[] ends = fields[i].split("-");
        ranges[2 * i - 2] = Integer.parseInt(ends[0], 16);
        ranges[2 * i - 1] = Integer.parseInt(ends[ends.length - 1], 16);
      }
      classes.put(fields[0], ranges);
    }
    return classes;
  }
}
