package org.sluice.text.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of one document in order, each a range of its text and a number in the vocabulary of
 * the splitter that filled this; valid until the splitter's next document. Offsets are in UTF-16
 * units.
 */
public final class Words {
  private int size;
  private int[] starts = new int[1 << 10];
  private int[] ends = new int[1 << 10];
  private int[] numbers = new int[1 << 10];

  public int size() {
    return size;
  }

  public int start(int word) {
    return starts[word];
  }

  public int end(int word) {
    return ends[word];
  }

  /** Equal words of a document have equal numbers. */
  public int number(int word) {
    return numbers[word];
  }

  /** The words as strings. */
  public List<String> texts(String text) {
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(text.substring(starts[i], ends[i]));
    }
    return texts;
  }

  void clear() {
    size = 0;
  }

  void add(int start, int end, int number) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    numbers[size++] = number;
  }

  /** Adds the words {@code [first, last)} of others. */
  void addAll(Words others, int first, int last) {
    for (int i = first; i < last; i++) {
      add(others.starts[i], others.ends[i], others.numbers[i]);
    }
  }

  /** Keeps so many words. */
  void truncate(int count) {
    size = count;
  }
}
