package org.sluice.text.privacy.ner.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Cuts a text into the units that the network knows: the words of the likeliest way to cut it (the
 * product of their frequencies), with runs of Latin letters and digits as one word; letters of
 * words that are no unit.
 */
final class Units {
  private static final int LONGEST = 4; // of the words, in UTF-16 units; checked when read

  private final Map<String, Integer> rows; // unit to row of the embeddings
  private final Map<String, Double> words; // word to logarithm of its frequency
  private final double rare; // of what is no word
  private final int unknown;

  private Units(Map<String, Integer> rows, Map<String, Double> words, double rare, int unknown) {
    this.rows = rows;
    this.words = words;
    this.rare = rare;
    this.unknown = unknown;
  }

  static Units read(DataInputStream in) throws IOException {
    Map<String, Integer> rows = table(in);
    Map<String, Integer> counts = table(in);
    long sum = 0;
    for (int count : counts.values()) {
      sum += count;
    }
    double total = StrictMath.log(sum);
    Map<String, Double> words = new HashMap<>(2 * counts.size());
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      if (entry.getKey().length() > LONGEST) {
        throw new IllegalStateException("a word of the network is too long");
      }
      words.put(entry.getKey(), StrictMath.log(entry.getValue()) - total);
    }
    return new Units(rows, words, -total, in.readInt());
  }

  private static Map<String, Integer> table(DataInputStream in) throws IOException {
    int size = in.readInt();
    Map<String, Integer> table = new HashMap<>(2 * size);
    for (int i = 0; i < size; i++) {
      String key = in.readUTF();
      table.put(key, in.readInt());
    }
    return table;
  }

  /**
   * The units of a text.
   *
   * @param rows takes the row of each
   * @param ends takes the end of each, in UTF-16 units
   * @return how many there are; at most one a UTF-16 unit
   */
  int cut(String text, int[] rows, int[] ends) {
    int[] next = words(text);
    int count = 0;
    for (int i = 0; i < text.length(); ) {
      int end = next[i];
      while (!words.isEmpty()
          && end < text.length()
          && isLatin(text, i, next[i])
          && isLatin(text, end, next[end])) {
        end = next[end];
      }
      Integer row = this.rows.get(text.substring(i, end));
      while (i < end) {
        int to = row != null ? end : i + Character.charCount(text.codePointAt(i));
        rows[count] = row != null ? row : this.rows.getOrDefault(text.substring(i, to), unknown);
        ends[count++] = to;
        i = to;
      }
    }
    return count;
  }

  /** The end of the likeliest word that begins at each place; the longer one of two alike. */
  private int[] words(String text) {
    int length = text.length();
    double[] best = new double[length + 1];
    int[] next = new int[length];
    for (int i = length - 1; i >= 0; i--) {
      best[i] = Double.NEGATIVE_INFINITY;
      int letter = i + Character.charCount(text.codePointAt(i));
      for (int end = letter; end <= Math.min(length, i + LONGEST); end++) {
        Double word = words.get(text.substring(i, end));
        if (word == null && end > letter) {
          continue;
        }
        double score = (word == null ? rare : word) + best[end];
        if (score >= best[i]) {
          best[i] = score;
          next[i] = end;
        }
      }
      next[i] = Math.max(next[i], letter);
    }
    return next;
  }

  private static boolean isLatin(String text, int from, int to) {
    char c = text.charAt(from);
    return to == from + 1 && c < 128 && Character.isLetterOrDigit(c);
  }
}
