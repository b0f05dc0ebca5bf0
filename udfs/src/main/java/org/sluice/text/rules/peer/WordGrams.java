package org.sluice.text.rules.peer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.text.rules.Document;

/**
 * The n-grams of a list of words, for one n after another. An n-gram is the number of the shorter
 * one that it begins with and the number of its last word, so counting is exact and its time is
 * linear in the words.
 */
final class WordGrams {
  private final int[] words; // numbers
  private final int[] before; // [w] characters of the words before w
  private int n = 1;
  private int[] grams; // [w] number of the n-gram at w
  private int[] counts; // by number
  private int[] firsts; // by number, the word at which it is met first

  WordGrams(List<String> texts) {
    words = new int[texts.size()];
    before = new int[texts.size() + 1];
    Map<String, Integer> numbers = new HashMap<>();
    for (int w = 0; w < words.length; w++) {
      words[w] = numbers.computeIfAbsent(texts.get(w), text -> numbers.size());
      before[w + 1] = before[w] + Document.length(texts.get(w));
    }
    grams = words.clone();
    tally(numbers.size());
  }

  private void tally(int different) {
    counts = new int[different];
    firsts = new int[different];
    Arrays.fill(firsts, -1);
    for (int w = 0; w < grams.length; w++) {
      counts[grams[w]]++;
      if (firsts[grams[w]] < 0) {
        firsts[grams[w]] = w;
      }
    }
  }

  /** Goes on from the n-grams to those of one word more. */
  WordGrams next() {
    n++;
    int size = Math.max(0, words.length - n + 1);
    int[] longer = new int[size];
    Map<Long, Integer> numbers = new HashMap<>(size * 2);
    for (int w = 0; w < size; w++) {
      long key = (long) grams[w] << 32 | words[w + n - 1];
      longer[w] = numbers.computeIfAbsent(key, k -> numbers.size());
    }
    grams = longer;
    tally(numbers.size());
    return this;
  }

  /** How many n-grams there are. */
  int size() {
    return grams.length;
  }

  /** Characters of all words. */
  int characters() {
    return before[words.length];
  }

  /** Characters in the words of the n-gram at a word. */
  int characters(int word) {
    return before[word + n] - before[word];
  }

  /** How often the n-gram at a word occurs. */
  int count(int word) {
    return counts[grams[word]];
  }

  /** Whether the n-gram at a word is met there for the first time. */
  boolean isFirst(int word) {
    return firsts[grams[word]] == word;
  }

  /**
   * The word at which the most frequent n-gram is met first; of several the first one; -1: none.
   */
  int mostFrequent() {
    int best = -1;
    for (int w = 0; w < grams.length; w++) {
      if (best < 0 || count(w) > count(best)) {
        best = firsts[grams[w]];
      }
    }
    return best;
  }

  /** Characters of words that stand in an n-gram that occurs more than once. */
  long coveredCharacters() {
    long characters = 0;
    int covered = 0; // words before this one are counted
    for (int w = 0; w < grams.length; w++) {
      if (count(w) > 1) {
        int from = Math.max(covered, w);
        characters += before[w + n] - before[from];
        covered = w + n;
      }
    }
    return characters;
  }
}
