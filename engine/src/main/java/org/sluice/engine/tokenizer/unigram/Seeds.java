package org.sluice.engine.tokenizer.unigram;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of the first model: every character, and the substrings of words that are followed by
 * more than one character or end a word, those first that cover most: times seen times length.
 */
final class Seeds {
  private static final Comparator<Seed> ORDER =
      Comparator.comparingLong(Seed::score).reversed().thenComparing(Seed::text);

  /** Characters of all words, a 0 behind each. */
  private final int[] points;

  /** The word that each of them belongs to. */
  private final int[] wordOf;

  /** Starts of suffixes, sorted by what they begin with. */
  private final int[] suffixes;

  private final int depth;

  private record Seed(String text, long score) {}

  /** Substrings that are open while suffixes go by in order. */
  private record Open(int length, int first) {}

  private Seeds(List<int[]> words, int depth) {
    int total = words.stream().mapToInt(word -> word.length + 1).sum();
    this.points = new int[total];
    this.depth = depth;
    this.wordOf = new int[total];
    int at = 0;
    int count = 0;
    int number = 0;
    int[] starts = new int[total];
    for (int[] word : words) {
      for (int point : word) {
        starts[count++] = at;
        wordOf[at] = number;
        points[at++] = point;
      }
      number++;
      at++;
    }
    this.suffixes = Arrays.copyOf(starts, count);
    sort(0, count, 0);
  }

  /**
   * Pieces with the logarithms of their shares as scores.
   *
   * @param words in code points
   * @param counts how often each word was seen
   */
  static List<Piece> of(List<int[]> words, long[] counts, UnigramOptions options) {
    Map<Integer, Long> characters = new HashMap<>();
    for (int w = 0; w < words.size(); w++) {
      for (int point : words.get(w)) {
        characters.merge(point, counts[w], Long::sum);
      }
    }
    List<Seed> single = new ArrayList<>();
    characters.forEach((point, count) -> single.add(new Seed(Character.toString(point), count)));
    single.sort(ORDER);
    List<Seed> longer = new Seeds(words, options.maxPieceLength() + 1).repeated(counts, options);
    longer.sort(ORDER);
    List<Seed> all = new ArrayList<>(single);
    int room = Math.max(0, options.seedPieces() - single.size());
    all.addAll(longer.subList(0, Math.min(room, longer.size())));
    double sum = all.stream().mapToDouble(Seed::score).sum();
    return all.stream()
        .map(seed -> new Piece(seed.text(), Math.log(seed.score()) - Math.log(sum)))
        .toList();
  }

  /** Substrings of two and more characters that occur at least twice. */
  private List<Seed> repeated(long[] counts, UnigramOptions options) {
    long[] seen = new long[suffixes.length + 1]; // occurrences of the suffixes before each
    for (int i = 0; i < suffixes.length; i++) {
      seen[i + 1] = seen[i] + counts[wordOf[suffixes[i]]];
    }
    List<Seed> seeds = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    for (int i = 0; i <= suffixes.length; i++) {
      int common = i == 0 || i == suffixes.length ? 0 : common(suffixes[i - 1], suffixes[i]);
      int first = i - 1;
      while (!open.isEmpty() && open.peek().length() > common) {
        Open closed = open.pop();
        first = closed.first();
        add(closed, seen[i] - seen[first], options, seeds);
      }
      if (common > 0 && length(open) < common) {
        open.push(new Open(common, first));
      }
      int own = i == suffixes.length ? 0 : common(suffixes[i], suffixes[i]);
      if (length(open) < own) {
        open.push(new Open(own, i)); // to the end of the word
      }
    }
    return seeds;
  }

  private static int length(Deque<Open> open) {
    return open.isEmpty() ? 0 : open.peek().length();
  }

  private void add(Open node, long count, UnigramOptions options, List<Seed> seeds) {
    int start = suffixes[node.first()];
    boolean fits = node.length() >= 2 && node.length() <= options.maxPieceLength();
    if (fits && count >= 2 && isPiece(start, node.length())) {
      seeds.add(new Seed(new String(points, start, node.length()), count * node.length()));
    }
  }

  /** Whether a blank stands at the start alone, and all characters are of one script. */
  private boolean isPiece(int start, int length) {
    Character.UnicodeScript script = null;
    for (int i = 0; i < length; i++) {
      int point = points[start + i];
      if (point == TrainingWords.BLANK) {
        if (i > 0) {
          return false;
        }
        continue;
      }
      Character.UnicodeScript own = Scripts.of(point, script);
      if (script != null && own != script) {
        return false;
      }
      script = own;
    }
    return true;
  }

  /** How many characters two suffixes share, depth at most. */
  private int common(int one, int other) {
    int length = 0;
    while (length < depth
        && points[one + length] != 0
        && points[one + length] == points[other + length]) {
      length++;
    }
    return length;
  }

  /**
   * Sorts suffixes that agree in their first characters (Bentley and Sedgewick 1997: quicksort by
   * one character, then the equal ones by the next). Ties stay in any order: they are counted.
   */
  private void sort(int from, int to, int agreeing) {
    int low = from;
    int high = to;
    int at = agreeing;
    while (high - low > 1 && at < depth) {
      int pivot = points[suffixes[(low + high) >>> 1] + at];
      int smaller = low;
      int larger = high;
      for (int i = low; i < larger; ) {
        int point = points[suffixes[i] + at];
        if (point < pivot) {
          swap(i++, smaller++);
        } else if (point > pivot) {
          swap(i, --larger);
        } else {
          i++;
        }
      }
      sort(low, smaller, at);
      sort(larger, high, at);
      if (pivot == 0) {
        return;
      }
      low = smaller;
      high = larger;
      at++;
    }
  }

  private void swap(int i, int j) {
    int kept = suffixes[i];
    suffixes[i] = suffixes[j];
    suffixes[j] = kept;
  }
}
