package org.sluice.text.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds special cases that the patterns have torn apart: "x-a." is cut to x, -, a and a full stop,
 * of which the last two are the special case "a.", so they become one word again.
 *
 * <p>As spaCy does it: all runs of words that equal the pattern pieces of a special case, the
 * longest first and of equal ones the leftmost; a run that starts or ends within a longer one is
 * passed over, also when the longer one spans a blank and so comes to nothing.
 */
final class SpecialSequences {
  private static final List<String> PIECES = new ArrayList<>();
  private static final Map<Long, Integer> NEXT = new HashMap<>(); // node << 32 | piece -> node
  private static final List<Boolean> ENDS = new ArrayList<>(); // node -> a special case ends here
  private static final boolean[] PAIRS; // [first * pieces + second]: some special case begins so

  static {
    ENDS.add(false);
    build();
    int count = PIECES.size();
    PAIRS = new boolean[count * count];
    for (int first = 0; first < count; first++) {
      Integer node = NEXT.get((long) first);
      for (int second = 0; second < count && node != null; second++) {
        PAIRS[first * count + second] = NEXT.containsKey((long) node << 32 | second);
      }
    }
  }

  private final Pieces pieces = new Pieces();
  private final Words tail = new Words(); // of a document, while it is made anew
  private int[] runs = new int[24]; // start, length, 1 when a blank lies inside
  private int count;

  /** All pieces of all special cases; a vocabulary must give them the numbers 0, 1, 2 ... */
  static List<String> pieces() {
    return PIECES;
  }

  /** Joins torn special cases in {@code words} and cuts them by the dictionary. */
  void join(char[] text, Words words, Vocabulary vocabulary) {
    count = 0;
    int known = PIECES.size();
    int first = known;
    for (int i = 0; i < words.size(); i++) {
      int second = words.number(i);
      if (first < known && second < known && PAIRS[first * known + second]) {
        collect(text, words, i - 1);
      }
      first = second;
    }
    if (count > 0) {
      apply(text, words, vocabulary);
    }
  }

  private void collect(char[] text, Words words, int start) {
    int node = 0;
    int blank = 0;
    for (int i = start; i < words.size(); i++) {
      int gap = i == start ? 0 : words.start(i) - words.end(i - 1);
      if (gap > 1 || gap == 1 && text[words.start(i) - 1] != ' ') {
        return; // spaCy makes a word of any other white space
      }
      blank |= gap;
      Integer next = NEXT.get((long) node << 32 | words.number(i));
      if (next == null) {
        return;
      }
      node = next;
      if (ENDS.get(node) && i > start) {
        add(start, i + 1 - start, blank);
      }
    }
  }

  private void add(int start, int length, int blank) {
    if (count * 3 == runs.length) {
      runs = Arrays.copyOf(runs, runs.length * 2);
    }
    runs[count * 3] = start;
    runs[count * 3 + 1] = length;
    runs[count * 3 + 2] = blank;
    count++;
  }

  private void apply(char[] text, Words words, Vocabulary vocabulary) {
    List<int[]> sorted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sorted.add(new int[] {runs[i * 3], runs[i * 3 + 1], runs[i * 3 + 2]});
    }
    sorted.sort((a, b) -> a[1] != b[1] ? b[1] - a[1] : a[0] - b[0]);
    boolean[] seen = new boolean[words.size()];
    List<int[]> kept = new ArrayList<>();
    for (int[] run : sorted) {
      if (!seen[run[0]] && !seen[run[0] + run[1] - 1] && run[2] == 0) {
        kept.add(run);
      }
      Arrays.fill(seen, run[0], run[0] + run[1], true);
    }
    if (!kept.isEmpty()) {
      kept.sort((a, b) -> a[0] - b[0]);
      replace(kept, text, words, vocabulary);
    }
  }

  /** Puts the special cases in the place of the runs, all in one pass from the first one on. */
  private void replace(List<int[]> kept, char[] text, Words words, Vocabulary vocabulary) {
    int first = kept.get(0)[0];
    int next = first;
    tail.clear();
    for (int[] run : kept) {
      tail.addAll(words, next, run[0]);
      next = run[0] + run[1];
      int from = words.start(run[0]);
      int to = words.end(next - 1);
      pieces.clear();
      SpecialCases.ENGLISH.cut(SpecialCases.ENGLISH.find(text, from, to), from, pieces);
      for (int p = 0; p < pieces.size(); p++) {
        tail.add(from, pieces.end(p), vocabulary.number(text, from, pieces.end(p)));
        from = pieces.end(p);
      }
    }
    tail.addAll(words, next, words.size());
    words.truncate(first);
    words.addAll(tail, 0, tail.size());
  }

  private static void build() {
    EnglishChunk patterns = new EnglishChunk(null);
    Map<String, Integer> numbers = new HashMap<>();
    Pieces pieces = new Pieces();
    for (String string : SpecialCases.ENGLISH.strings()) {
      char[] text = string.toCharArray();
      pieces.clear();
      patterns.cut(text, 0, text.length, pieces);
      if (pieces.size() < 2) {
        continue; // one piece is the case itself: nothing to join
      }
      int node = 0;
      for (int p = 0, from = 0; p < pieces.size(); from = pieces.end(p++)) {
        String piece = string.substring(from, pieces.end(p));
        int number = numbers.computeIfAbsent(piece, k -> numbers.size());
        if (number == PIECES.size()) {
          PIECES.add(piece);
        }
        long key = (long) node << 32 | number;
        if (!NEXT.containsKey(key)) {
          NEXT.put(key, ENDS.size());
          ENDS.add(false);
        }
        node = NEXT.get(key);
      }
      ENDS.set(node, true);
    }
  }
}
