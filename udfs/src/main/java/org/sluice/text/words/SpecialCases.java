package org.sluice.text.words;

import java.util.ArrayList;
import java.util.List;

/**
 * The chunks that spaCy's English tokenizer splits by its dictionary and not by its patterns:
 * contractions, abbreviations, times and emoticons.
 */
final class SpecialCases {
  static final SpecialCases ENGLISH = new SpecialCases("english-special-cases.txt");

  private final List<String> strings = new ArrayList<>();
  private final List<int[]> cuts = new ArrayList<>(); // ends of the parts, from the chunk's start
  private final StringTable table;

  private SpecialCases(String resource) {
    for (String line : Resources.lines(resource)) {
      String[] parts = line.split(" ");
      int[] ends = new int[parts.length];
      int end = 0;
      for (int i = 0; i < parts.length; i++) {
        end += parts[i].length();
        ends[i] = end;
      }
      strings.add(String.join("", parts));
      cuts.add(ends);
    }
    table = new StringTable(strings);
  }

  List<String> strings() {
    return strings;
  }

  /** Number of the case that equals {@code text[from, to)}, or -1. */
  int find(char[] text, int from, int to) {
    return table.find(text, from, to);
  }

  /** Adds the ends of the parts of a case that stands at {@code from}. */
  void cut(int number, int from, Pieces pieces) {
    for (int end : cuts.get(number)) {
      pieces.add(from + end);
    }
  }
}
