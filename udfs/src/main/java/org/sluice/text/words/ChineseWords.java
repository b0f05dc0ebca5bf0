package org.sluice.text.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * jieba's dictionary and its model of letters, read once a JVM when the first Chinese text comes
 * by: about 15 MB of memory. See NOTICE.
 */
final class ChineseWords {
  /** Log probability of what never happens. */
  static final double NEVER = -3.14e100;

  private static final int WORDS = 349_046;
  private static final int LETTERS = 0x10000;

  static final ChineseWords SHARED = new ChineseWords();

  private final char[] letters; // of all words, one after another
  private final int[] starts; // [word]
  private final double[] logs; // [word] of the frequency
  private final double logTotal;
  private final double[][] emitted = new double[4][]; // [state][letter]

  private ChineseWords() {
    char[] all = new char[1 << 20];
    int[] begin = new int[WORDS + 1];
    double[] frequencies = new double[WORDS];
    int words = 0;
    int used = 0;
    double total = 0;
    try (BufferedReader lines = open("chinese-words.txt.gz")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int blank = line.lastIndexOf(' ');
        int frequency = Integer.parseInt(line, blank + 1, line.length(), 10);
        if (used + blank > all.length) {
          all = Arrays.copyOf(all, all.length * 2);
        }
        line.getChars(0, blank, all, used);
        begin[words] = used;
        used += blank;
        total += frequency;
        frequencies[words++] = Math.log(Math.max(1, frequency));
      }
      readLetters();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the Chinese dictionary", e);
    }
    begin[words] = used;
    this.letters = Arrays.copyOf(all, used);
    this.starts = Arrays.copyOf(begin, words + 1);
    this.logs = Arrays.copyOf(frequencies, words);
    this.logTotal = Math.log(total);
  }

  private void readLetters() throws IOException {
    for (int state = 0; state < emitted.length; state++) {
      emitted[state] = new double[LETTERS];
      Arrays.fill(emitted[state], NEVER);
    }
    try (BufferedReader lines = open("chinese-letters.txt.gz")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.substring(1).strip().split(" ");
        for (int state = 0; state < emitted.length; state++) {
          if (!fields[state].equals("-")) {
            emitted[state][line.charAt(0)] = Double.parseDouble(fields[state]);
          }
        }
      }
    }
  }

  private static BufferedReader open(String name) throws IOException {
    InputStream in = ChineseWords.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("The resource " + name + " is missing from the class path");
    }
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8), 1 << 16);
  }

  /** Log probability of a letter in a state: beginning, end, middle of a word, alone. */
  double emitted(int state, char letter) {
    return emitted[state][letter];
  }

  double logTotal() {
    return logTotal;
  }

  /** Log of the frequency of a word. */
  double log(int word) {
    return logs[word];
  }

  /** A walk through the words that begin with what has been read. */
  final class Walk {
    private int from;
    private int to;
    private int depth;

    void begin() {
      from = 0;
      to = starts.length - 1;
      depth = 0;
    }

    /** Reads a letter; whether some word begins so. */
    boolean read(char letter) {
      from = first(letter, from, to);
      to = first((char) (letter + 1), from, to);
      depth++;
      return from < to;
    }

    /** The word that ends here, or -1. */
    int word() {
      return from < to && starts[from + 1] - starts[from] == depth ? from : -1;
    }

    /** The first word of a range whose letter at this depth is at least {@code letter}. */
    private int first(char letter, int low, int high) {
      if (letter == 0) { // behind the last character
        return high;
      }
      int left = low;
      int right = high;
      while (left < right) {
        int middle = (left + right) >>> 1;
        int at = starts[middle] + depth;
        boolean before = at >= starts[middle + 1] || letters[at] < letter;
        if (before) {
          left = middle + 1;
        } else {
          right = middle;
        }
      }
      return left;
    }
  }
}
