package org.sluice.text.words;

import java.util.Arrays;
import java.util.List;

/**
 * Gives equal words equal numbers and keeps what the rules ask about a word. Not thread-safe.
 *
 * <p>Numbers hold until {@link #trim()}, which is called between documents and forgets everything
 * once the vocabulary has grown large; so memory is bounded by a constant and the longest document.
 */
public final class Vocabulary {
  private static final int LETTER = 1;
  private static final int SYMBOL = 1 << 1;
  private static final int FIRST_MARK = 8;
  private static final int MOST_MARKS = 16;
  private static final int MOST_WORDS = 1 << 17;
  private static final int MOST_CHARS = 1 << 21;

  private final List<String> fixed;
  private final List<String> marked;
  private int[] slots; // number + 1; 0 is free
  private long[] traits; // code points << 32 | marks << 8 | SYMBOL | LETTER
  private int[] starts; // of the word in chars; the end is the next one's start
  private char[] chars;
  private int size;

  /**
   * Makes an empty vocabulary.
   *
   * @param fixed words that always have the numbers 0, 1, 2 and so on
   * @param marked words to tell apart by a bit of {@link #marks}; at most 16
   */
  Vocabulary(List<String> fixed, List<String> marked) {
    if (marked.size() > MOST_MARKS) {
      throw new IllegalArgumentException("At most 16 words can be marked, got " + marked.size());
    }
    this.fixed = List.copyOf(fixed);
    this.marked = List.copyOf(marked);
    clear();
  }

  /** The number of the word {@code text[from, to)}. */
  public int number(char[] text, int from, int to) {
    int mask = slots.length - 1;
    int slot = Hash.slot(Hash.of(text, from, to), mask);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (equals(number, text, from, to)) {
        return number;
      }
      slot = slot + 1 & mask;
    }
    return add(text, from, to, slot);
  }

  boolean equals(int number, char[] text, int from, int to) {
    int start = starts[number];
    int length = starts[number + 1] - start;
    if (length != to - from) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (chars[start + i] != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** Length in UTF-16 units. */
  int length(int number) {
    return starts[number + 1] - starts[number];
  }

  /** Length in code points, Python's {@code len}. */
  public int codePoints(int number) {
    return (int) (traits[number] >>> 32);
  }

  /** Whether one of its characters is a letter. */
  public boolean hasLetter(int number) {
    return (traits[number] & LETTER) != 0;
  }

  /** Whether all its characters are datatrove's punctuation. */
  public boolean isSymbol(int number) {
    return (traits[number] & SYMBOL) != 0;
  }

  /** Bit k is set for the k-th of the marked words. */
  public int marks(int number) {
    return (int) traits[number] >>> FIRST_MARK;
  }

  public String text(int number) {
    return new String(chars, starts[number], length(number));
  }

  /** Forgets all words when they have become many; says whether it did. */
  boolean trim() {
    boolean full = size > MOST_WORDS || starts[size] > MOST_CHARS;
    if (full) {
      clear();
    }
    return full;
  }

  private void clear() {
    slots = new int[1 << 14];
    traits = new long[1 << 12];
    starts = new int[(1 << 12) + 1];
    chars = new char[1 << 15];
    size = 0;
    for (String word : fixed) {
      number(word.toCharArray(), 0, word.length());
    }
    for (int k = 0; k < marked.size(); k++) {
      String word = marked.get(k);
      traits[number(word.toCharArray(), 0, word.length())] |= 1L << FIRST_MARK + k;
    }
  }

  private int add(char[] text, int from, int to, int slot) {
    int number = size++;
    int start = starts[number];
    int end = start + to - from;
    if (end > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(end, chars.length * 2));
    }
    if (size == traits.length) {
      traits = Arrays.copyOf(traits, size * 2);
      starts = Arrays.copyOf(starts, size * 2 + 1);
    }
    System.arraycopy(text, from, chars, start, to - from);
    starts[size] = end;
    traits[number] = traits(text, from, to);
    slots[slot] = size;
    if (size * 2 > slots.length) {
      grow();
    }
    return number;
  }

  private static long traits(char[] text, int from, int to) {
    int codePoints = 0;
    int any = 0;
    boolean symbol = true;
    for (int i = from; i < to; codePoints++) {
      int codePoint = Character.codePointAt(text, i, to);
      int classes = CharacterClasses.of(codePoint);
      any |= classes;
      symbol &= (classes & CharacterClasses.SYMBOL) != 0;
      i += Character.charCount(codePoint);
    }
    int flags = ((any & CharacterClasses.LETTER) != 0 ? LETTER : 0) | (symbol ? SYMBOL : 0);
    return (long) codePoints << 32 | flags;
  }

  private void grow() {
    int mask = slots.length * 2 - 1;
    slots = new int[mask + 1];
    for (int number = 0; number < size; number++) {
      int slot = Hash.slot(Hash.of(chars, starts[number], starts[number + 1]), mask);
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = number + 1;
    }
  }
}
