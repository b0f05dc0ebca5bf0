package org.sluice.text.fasttext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words and labels of a model, and the rows of its input that a text stands for. */
final class Vocabulary {
  private static final String LABEL = "__label__";
  private static final String END_OF_LINE = "</s>";
  private static final int OFFSET = 0x811C9DC5; // FNV-1a, 32 bits
  private static final int PRIME = 16777619;
  private static final long GRAM_FACTOR = 116049371;

  private final Map<String, Integer> words = new HashMap<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Long> labelCounts = new ArrayList<>();
  private final Map<Integer, Integer> pruned; // null: all buckets are there
  private final int wordCount;
  private final Arguments arguments;

  /** What a model was trained with, as far as reading needs it. */
  record Arguments(int wordGrams, int buckets, int shortest, int longest) {}

  private Vocabulary(Arguments arguments, int wordCount, Map<Integer, Integer> pruned) {
    this.arguments = arguments;
    this.wordCount = wordCount;
    this.pruned = pruned;
  }

  static Vocabulary read(ModelBytes in, Arguments arguments) throws IOException {
    int size = in.int32();
    int wordCount = in.int32();
    in.int32(); // labels
    in.int64(); // tokens
    long prunedSize = in.int64();
    Map<Integer, Integer> pruned = prunedSize < 0 ? null : new HashMap<>();
    Vocabulary vocabulary = new Vocabulary(arguments, wordCount, pruned);
    for (int i = 0; i < size; i++) {
      String word = new String(in.string(), StandardCharsets.ISO_8859_1);
      long count = in.int64();
      boolean isLabel = in.int8() == 1;
      if (isLabel) {
        vocabulary.labels.add(
            new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        vocabulary.labelCounts.add(count);
      } else {
        vocabulary.words.put(word, i);
      }
    }
    for (long i = 0; i < prunedSize; i++) {
      int bucket = in.int32();
      pruned.put(bucket, in.int32());
    }
    return vocabulary;
  }

  /** Names of the labels, without {@code __label__}. */
  List<String> labels() {
    return labels.stream().map(label -> label.replaceFirst("^" + LABEL, "")).toList();
  }

  long[] labelCounts() {
    return labelCounts.stream().mapToLong(Long::longValue).toArray();
  }

  /** Rows of the input for one line of text, its end included. */
  int[] rows(String text) {
    // one char a byte: the hashes are of UTF-8
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Rows rows = new Rows();
    List<Integer> hashes = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= bytes.length(); i++) {
      boolean end = i == bytes.length() || isBlank(bytes.charAt(i));
      if (end && i > start) {
        word(bytes.substring(start, i), rows, hashes);
      }
      if (i < bytes.length() && bytes.charAt(i) == '\n') {
        break;
      }
      start = end ? i + 1 : start;
    }
    word(END_OF_LINE, rows, hashes);
    grams(hashes, rows);
    return rows.toArray();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c >= '\t' && c <= '\r' || c == 0;
  }

  private void word(String word, Rows rows, List<Integer> hashes) {
    Integer row = words.get(word);
    if (row == null && word.startsWith(LABEL)) {
      return;
    }
    hashes.add(hash(word, 0, word.length()));
    if (row != null) {
      rows.add(row);
    }
    if (arguments.longest() > 0 && !word.equals(END_OF_LINE)) {
      subwords("<" + word + ">", rows);
    }
  }

  private void subwords(String word, Rows rows) {
    for (int i = 0; i < word.length(); i++) {
      if (isContinuation(word.charAt(i))) {
        continue;
      }
      int end = i;
      for (int n = 1; end < word.length() && n <= arguments.longest(); n++) {
        end++;
        while (end < word.length() && isContinuation(word.charAt(end))) {
          end++;
        }
        boolean border = n == 1 && (i == 0 || end == word.length());
        if (n >= arguments.shortest() && !border) {
          bucket(Integer.remainderUnsigned(hash(word, i, end), arguments.buckets()), rows);
        }
      }
    }
  }

  private void grams(List<Integer> hashes, Rows rows) {
    for (int i = 0; i < hashes.size(); i++) {
      long hash = hashes.get(i);
      for (int j = i + 1; j < hashes.size() && j < i + arguments.wordGrams(); j++) {
        hash = hash * GRAM_FACTOR + hashes.get(j);
        bucket((int) Long.remainderUnsigned(hash, arguments.buckets()), rows);
      }
    }
  }

  private void bucket(int bucket, Rows rows) {
    Integer kept = pruned == null ? Integer.valueOf(bucket) : pruned.get(bucket);
    if (kept != null) {
      rows.add(wordCount + kept);
    }
  }

  private static boolean isContinuation(char c) {
    return (c & 0xC0) == 0x80;
  }

  /** FNV-1a over signed bytes, as fastText has it. */
  private static int hash(String bytes, int from, int to) {
    int hash = OFFSET;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (byte) bytes.charAt(i)) * PRIME;
    }
    return hash;
  }

  private static final class Rows {
    private int[] rows = new int[256];
    private int size;

    void add(int row) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, size * 2);
      }
      rows[size++] = row;
    }

    int[] toArray() {
      return Arrays.copyOf(rows, size);
    }
  }
}
