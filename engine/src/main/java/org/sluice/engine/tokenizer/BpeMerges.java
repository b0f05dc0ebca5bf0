package org.sluice.engine.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns merges as Hugging Face's tokenizers does (bpe/trainer.rs): the pair that is seen most
 * often, then the one with the smaller ids, becomes a token; counts are kept up to date in the
 * words that hold it. The order of the words does not matter.
 */
final class BpeMerges {
  /** A pair with the words in which it may stand. */
  private record Candidate(long pair, long count, IntList words) {}

  private record Merge(int left, int right) {}

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<int[]> words = new ArrayList<>();
  private final List<Long> wordCounts = new ArrayList<>();
  private final List<Merge> merges = new ArrayList<>();
  private final Map<Long, Long> pairCounts = new HashMap<>();
  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          (a, b) ->
              a.count != b.count
                  ? Long.compare(b.count, a.count)
                  : Long.compare(a.pair, b.pair)); // ids are positive: the order of (left, right)

  /**
   * @param alphabet the first tokens: special ones, then single characters
   */
  BpeMerges(List<String> alphabet) {
    tokens = new ArrayList<>(alphabet);
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  /** Adds a word in the byte alphabet. */
  void add(String word, long count) {
    words.add(word.chars().map(c -> ids.get(String.valueOf((char) c))).toArray());
    wordCounts.add(count);
  }

  /**
   * Learns until there are {@code vocabSize} tokens or no pair is seen {@code minFrequency} times.
   */
  void learn(int vocabSize, long minFrequency) {
    countPairs();
    while (tokens.size() < vocabSize && !queue.isEmpty()) {
      Candidate top = queue.poll();
      long count = pairCounts.get(top.pair);
      if (count != top.count) { // merges since then took some of its places
        queue.add(new Candidate(top.pair, count, top.words));
      } else if (count < Math.max(1, minFrequency)) {
        break;
      } else {
        merge(top);
      }
    }
  }

  /** All tokens; the id is the place. */
  List<String> tokens() {
    return tokens;
  }

  /** "left right", in the order in which they apply. */
  List<String> merges() {
    return merges.stream().map(m -> tokens.get(m.left) + " " + tokens.get(m.right)).toList();
  }

  private void countPairs() {
    Map<Long, IntList> places = new HashMap<>();
    for (int w = 0; w < words.size(); w++) {
      int[] word = words.get(w);
      for (int i = 0; i + 1 < word.length; i++) {
        change(pair(word[i], word[i + 1]), wordCounts.get(w), w, places);
      }
    }
    enqueue(places);
  }

  private void merge(Candidate top) {
    int left = (int) (top.pair >>> 32);
    int right = (int) top.pair;
    String joined = tokens.get(left) + tokens.get(right);
    Integer known = ids.get(joined); // the same token can come from two pairs
    int id = known == null ? tokens.size() : known;
    if (known == null) {
      tokens.add(joined);
      ids.put(joined, id);
    }
    merges.add(new Merge(left, right));
    Map<Long, IntList> places = new HashMap<>();
    for (int i = 0; i < top.words.size(); i++) {
      int word = top.words.get(i);
      words.set(word, replace(words.get(word), left, right, id, word, places));
    }
    enqueue(places);
  }

  /** The word with every (left, right) replaced, and the counts of the pairs around them. */
  private int[] replace(
      int[] word, int left, int right, int id, int index, Map<Long, IntList> places) {
    long count = wordCounts.get(index);
    int[] out = new int[word.length];
    int n = 0;
    for (int i = 0; i < word.length; i++) {
      if (word[i] != left || i + 1 == word.length || word[i + 1] != right) {
        out[n++] = word[i];
        continue;
      }
      if (n > 0) {
        change(pair(out[n - 1], left), -count, index, places);
        change(pair(out[n - 1], id), count, index, places);
      }
      if (i + 2 < word.length) {
        change(pair(right, word[i + 2]), -count, index, places);
        change(pair(id, word[i + 2]), count, index, places);
      }
      out[n++] = id;
      i++;
    }
    return n == word.length ? word : Arrays.copyOf(out, n);
  }

  private void change(long pair, long by, int word, Map<Long, IntList> places) {
    pairCounts.merge(pair, by, Long::sum);
    if (by > 0) {
      places.computeIfAbsent(pair, p -> new IntList()).addUnlessLast(word);
    }
  }

  private void enqueue(Map<Long, IntList> places) {
    places.forEach(
        (pair, where) -> {
          long count = pairCounts.get(pair);
          if (count > 0) {
            queue.add(new Candidate(pair, count, where));
          }
        });
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }
}
