package org.sluice.text.privacy.ner;

/** Features of English text: words, shapes, ends of words, lists, and pairs of them. */
final class EnglishFeatures extends Features {
  private static final int BEYOND = 3; // tokens that are looked at on either side

  private final long[] words;
  private final long[] shapes;
  private final long[] lists;
  private final boolean plain; // no capital but at the beginning: case tells nothing

  EnglishFeatures(Tokens tokens, int rows) {
    super(tokens, rows);
    int size = tokens.size() + 2 * BEYOND;
    words = new long[size];
    shapes = new long[size];
    lists = new long[size];
    int[] bits = Gazetteer.ENGLISH.bits(tokens);
    int capitals = 0;
    int lower = 0;
    for (int i = -BEYOND; i < tokens.size() + BEYOND; i++) {
      String word = tokens.lower(i);
      words[i + BEYOND] = hash(word, 0, word.length());
      if (i >= 0 && i < tokens.size()) {
        shapes[i + BEYOND] = shape(i);
        lists[i + BEYOND] = bits[i];
        if (tokens.kind(i) == Tokens.WORD) {
          boolean capital = Character.isUpperCase(tokens.at(tokens.start(i)));
          capitals += capital ? 1 : 0;
          lower += capital ? 0 : 1;
        }
      }
    }
    plain = capitals == 0 || (lower == 0 && capitals > 3);
  }

  /** "McDonald" is XxXx, "USA" is XX, "1980" is d4: the shape with repeats cut. */
  private long shape(int token) {
    if (tokens.kind(token) == Tokens.NUMBER) {
      return 100L + Math.min(12, tokens.end(token) - tokens.start(token));
    }
    if (tokens.kind(token) != Tokens.WORD) {
      return 200L + tokens.kind(token);
    }
    long shape = 1;
    int kinds = 0;
    int last = -1;
    for (int i = tokens.start(token); i < tokens.end(token) && kinds < 6; i++) {
      char c = tokens.at(i);
      int kind = Character.isUpperCase(c) ? 1 : Character.isLowerCase(c) ? 2 : 3;
      if (kind != last || (kind == 1 && kinds == 1)) {
        shape = shape * 4 + kind;
        kinds++;
      }
      last = kind;
    }
    return shape;
  }

  @Override
  void collect(int token) {
    int at = token + BEYOND;
    add(0, 0);
    around(at);
    own(token, at);
    lists(at);
  }

  private void around(int at) {
    for (int i = -BEYOND; i <= BEYOND; i++) {
      add(1, words[at + i], i);
    }
    for (int i = -2; i <= 2; i++) {
      add(2, shapes[at + i], i);
    }
    for (int i = -2; i < 2; i++) {
      add(3, words[at + i], words[at + i + 1], i);
      add(4, shapes[at + i], shapes[at + i + 1], i);
    }
    add(5, words[at - 1], shapes[at]);
    add(6, words[at + 1], shapes[at]);
    add(7, words[at - 1], words[at + 1]);
    add(8, words[at - 2], words[at - 1], shapes[at]);
    add(9, words[at + 1], words[at + 2], shapes[at]);
    add(10, mix(shapes[at - 1]) * 31 + shapes[at], shapes[at + 1]);
  }

  private void own(int token, int at) {
    boolean glued = tokens.isGlued(token);
    boolean gluedAfter = tokens.isGlued(token + 1 < tokens.size() ? token + 1 : 0);
    add(11, (glued ? 1 : 0) + (gluedAfter ? 2 : 0), shapes[at]);
    add(12, glued ? 1 : 0, words[at - 1]);
    add(13, plain ? 1 : 0, shapes[at]);
    String word = tokens.lower(token);
    int length = word.length();
    for (int i = 1; i <= 4 && i < length; i++) {
      add(14, hash(word, length - i, length), i);
      if (i > 1) {
        add(15, hash(word, 0, i), i);
      }
    }
    add(16, hash(word, Math.max(0, length - 3), length), shapes[at]);
    add(17, Math.min(length, 12), shapes[at]);
    if (tokens.kind(token) == Tokens.NUMBER && length <= 4) {
      int number = 0;
      for (int i = 0; i < length; i++) {
        number = number * 10 + Character.digit(word.charAt(i), 10);
      }
      int kind = number >= 1800 && number < 2100 ? 1 : number < 13 ? 2 : number < 32 ? 3 : 4;
      int exact = number < 60 || length == 2 || number > 110 ? 0 : 1;
      add(18, kind * 8 + length, exact);
      add(19, kind * 8 + length, words[at - 1]);
      add(20, kind * 8 + length, words[at + 1]);
    }
  }

  private void lists(int at) {
    long here = lists[at];
    add(21, here);
    add(22, here, shapes[at]);
    add(23, lists[at - 1], here);
    add(24, here, lists[at + 1]);
    add(25, lists[at - 1], here, lists[at + 1]);
    add(26, here, words[at - 1]);
    add(27, here, words[at + 1]);
    add(28, here, words[at - 2], words[at - 1]);
    add(29, mix(here) * 31 + (plain ? 1 : 0), shapes[at]);
    add(30, lists[at - 1], shapes[at]);
    add(31, lists[at + 1], shapes[at]);
  }
}
