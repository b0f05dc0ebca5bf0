package org.sluice.text.rules;

import org.sluice.text.words.Hash;
import org.sluice.text.words.Vocabulary;
import org.sluice.text.words.Words;

/**
 * How much of a text its repeated word n-grams take, in characters (Rae et al. 2021, table A1, as
 * datatrove counts).
 *
 * <p>Two observations keep this to a few table look-ups a word where the definition takes nine:
 *
 * <ul>
 *   <li>An n-gram occurs at most as often as the shorter ones in it, so a 3-gram is counted only
 *       where both of its 2-grams were met twice, and so on. Keys are exact: the number of the
 *       shorter n-gram and the number of the next word.
 *   <li>The 5- to 10-grams are compared as strings without blanks. Two equal ones of {@value
 *       #PROBE} characters or more begin with the same {@value #PROBE} characters; where those are
 *       met once, the n-gram cannot be a repeat, nor be repeated, and needs no look-up.
 * </ul>
 */
final class NgramMeasures {
  static final int SHORTEST_TOP = 2;
  static final int LONGEST_TOP = 4;
  static final int SHORTEST_REPEATED = 5;
  static final int LONGEST_REPEATED = 10;

  private static final int PROBE = 12;

  /** [n] characters of the most frequent n-gram, joined by blanks, times its count; -1 for none. */
  final long[] top = new long[LONGEST_TOP + 1];

  /** [n] characters of n-grams met before, walking on by n words after each. */
  final long[] repeated = new long[LONGEST_REPEATED + 1];

  private final PairCounter counter = new PairCounter();
  private final RangeSet seen = new RangeSet();
  private int size;
  private char[] joined = new char[0]; // the words without what lies between them
  private int[] units = new int[1]; // [w] UTF-16 units of the words before w
  private int[] points = new int[1]; // [w] code points of the words before w
  private int[] grams = new int[0]; // [w] number of the n-gram at w, or -1 where it is met once
  private long[] keys = new long[0];
  private int[] candidates = new int[0];
  private boolean[] common = new boolean[0]; // [w] the probe at w is met elsewhere too

  void measure(char[] text, Words words, Vocabulary vocabulary) {
    size = words.size();
    reserve(size);
    join(text, words, vocabulary);
    top(words);
    probe();
    repeated();
  }

  private void reserve(int words) {
    if (words > grams.length) {
      int room = Math.max(1 << 10, words + words / 2);
      units = new int[room + 1];
      points = new int[room + 1];
      grams = new int[room];
      keys = new long[room];
      candidates = new int[room];
      common = new boolean[room];
    }
  }

  private void join(char[] text, Words words, Vocabulary vocabulary) {
    int unitsBefore = 0;
    int pointsBefore = 0;
    for (int w = 0; w < size; w++) {
      units[w] = unitsBefore;
      points[w] = pointsBefore;
      unitsBefore += words.end(w) - words.start(w);
      pointsBefore += vocabulary.codePoints(words.number(w));
    }
    units[size] = unitsBefore;
    points[size] = pointsBefore;
    if (unitsBefore > joined.length) {
      joined = new char[Math.max(1 << 13, unitsBefore + unitsBefore / 2)];
    }
    int at = 0;
    for (int w = 0; w < size; w++) {
      for (int i = words.start(w); i < words.end(w); i++) {
        joined[at++] = text[i];
      }
    }
  }

  private void top(Words words) {
    counter.clear(size);
    for (int w = 0; w + 1 < size; w++) {
      grams[w] = counter.add((long) words.number(w) << 32 | words.number(w + 1));
    }
    top[2] = mostCharacters(2);
    for (int n = 3; n <= LONGEST_TOP; n++) {
      // grams still holds the (n-1)-grams; the n-gram at w needs those at w and w + 1
      int last = size - n;
      for (int w = 0; w <= last; w++) {
        boolean candidate =
            grams[w] >= 0
                && grams[w + 1] >= 0
                && counter.count(grams[w]) > 1
                && counter.count(grams[w + 1]) > 1;
        keys[w] = candidate ? (long) grams[w] << 32 | words.number(w + n - 1) : -1;
      }
      counter.clear(size);
      for (int w = 0; w <= last; w++) {
        grams[w] = keys[w] < 0 ? -1 : counter.add(keys[w]);
      }
      top[n] = mostCharacters(n);
    }
  }

  /** Of equally frequent n-grams the one met first counts, as in Python's Counter. */
  private long mostCharacters(int n) {
    if (size < n) {
      return -1;
    }
    int best = 0;
    int most = 1;
    for (int w = 0; w + n <= size; w++) {
      if (grams[w] >= 0 && counter.count(grams[w]) > most) {
        most = counter.count(grams[w]);
        best = w;
      }
    }
    return (long) (points[best + n] - points[best] + n - 1) * most;
  }

  /** Finds the words from which on the next characters occur at another word too. */
  private void probe() {
    counter.clear(size);
    int end = size;
    while (end > 0 && units[end - 1] + PROBE > units[size]) {
      end--;
    }
    for (int w = 0; w < end; w++) {
      grams[w] = counter.add(Hash.of(joined, units[w], units[w] + PROBE));
    }
    for (int w = 0; w < size; w++) {
      common[w] = w >= end || counter.count(grams[w]) > 1;
    }
  }

  private void repeated() {
    int count = 0;
    for (int w = 0; w + SHORTEST_REPEATED <= size; w++) {
      if (common[w] || units[w + SHORTEST_REPEATED] - units[w] < PROBE) {
        candidates[count++] = w;
      }
    }
    for (int n = SHORTEST_REPEATED; n <= LONGEST_REPEATED; n++) {
      repeated[n] = repeated(n, count);
    }
  }

  private long repeated(int n, int count) {
    seen.clear(count);
    long characters = 0;
    int next = 0;
    for (int c = 0; c < count && candidates[c] + n <= size; c++) {
      int w = candidates[c];
      int from = units[w];
      int to = units[w + n];
      if (w < next || !common[w] && to - from >= PROBE) {
        continue;
      }
      if (!seen.add(joined, from, to)) {
        characters += points[w + n] - points[w];
        next = w + n;
      }
    }
    return characters;
  }
}
