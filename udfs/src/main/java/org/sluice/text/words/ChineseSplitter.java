package org.sluice.text.words;

import java.util.List;

/**
 * Chinese words as jieba finds them, in its default mode with its model of unknown words: the
 * likeliest way through the words of its dictionary, and where that leaves single letters in a row,
 * the likeliest words by the letters' places in words (Viterbi 1967).
 */
final class ChineseSplitter extends WordSplitter {
  private static final int BEGINNING = 0;
  private static final int END = 1;
  private static final int MIDDLE = 2;
  private static final int ALONE = 3;
  private static final double[] FIRST = {
    -0.26268660809250016, ChineseWords.NEVER, ChineseWords.NEVER, -1.4652633398537678
  };
  // [from][to]; jieba 0.42.1, finalseg/prob_trans.py
  private static final double[][] NEXT = {
    {ChineseWords.NEVER, -0.51082562376599, -0.916290731874155, ChineseWords.NEVER},
    {-0.5897149736854513, ChineseWords.NEVER, ChineseWords.NEVER, -0.8085250474669937},
    {ChineseWords.NEVER, -0.33344856811948514, -1.2603623820268226, ChineseWords.NEVER},
    {-0.7211965654669841, ChineseWords.NEVER, ChineseWords.NEVER, -0.6658631448798212}
  };
  // the two states before each one, the one that wins a tie first
  private static final int[][] BEFORE = {
    {ALONE, END}, {MIDDLE, BEGINNING}, {MIDDLE, BEGINNING}, {ALONE, END}
  };

  private final ChineseWords words = ChineseWords.SHARED;
  private final ChineseWords.Walk walk = words.new Walk();
  private double[] best = new double[256]; // log probability from a letter to the end
  private int[] ends = new int[256]; // of the word that begins at a letter
  private byte[] came = new byte[1024]; // state before, by letter and state

  ChineseSplitter(List<String> marked) {
    super(new Vocabulary(List.of(), marked));
  }

  @Override
  void fill(char[] text, int length, Words found) {
    int i = 0;
    while (i < length) {
      int start = i;
      if (isInBlock(text[i])) {
        while (i < length && isInBlock(text[i])) {
          i++;
        }
        block(text, start, i, found);
      } else {
        i += Character.charCount(Character.codePointAt(text, i, length));
        if ((CharacterClasses.of(text[start]) & CharacterClasses.SPACE) == 0) {
          add(text, start, i, found);
        }
      }
    }
  }

  private void add(char[] text, int from, int to, Words found) {
    found.add(from, to, vocabulary().number(text, from, to));
  }

  private void block(char[] text, int from, int to, Words found) {
    route(text, from, to);
    int single = from; // letters from here on stand alone
    int at = from;
    while (at < to) {
      int end = ends[at - from];
      if (end - at > 1) {
        singles(text, single, at, found);
        add(text, at, end, found);
        single = end;
      }
      at = end;
    }
    singles(text, single, to, found);
  }

  /** The likeliest words, from the end on; of equally likely ones the longest. */
  private void route(char[] text, int from, int to) {
    int length = to - from;
    if (best.length <= length) {
      best = new double[length * 2];
      ends = new int[length * 2];
    }
    best[length] = 0;
    for (int at = to - 1; at >= from; at--) {
      double most = Double.NEGATIVE_INFINITY;
      int end = at + 1;
      boolean none = true;
      walk.begin();
      for (int i = at; i < to && walk.read(text[i]); i++) {
        int word = walk.word();
        if (word >= 0) {
          none = false;
          double probability = words.log(word) - words.logTotal() + best[i + 1 - from];
          if (probability >= most) {
            most = probability;
            end = i + 1;
          }
        }
      }
      best[at - from] = none ? best[at + 1 - from] - words.logTotal() : most;
      ends[at - from] = end;
    }
  }

  /** Letters that the dictionary leaves alone: a word of it by chance, or words it has not. */
  private void singles(char[] text, int from, int to, Words found) {
    if (to - from > 1 && !isWord(text, from, to)) {
      unknown(text, from, to, found);
      return;
    }
    for (int i = from; i < to; i++) {
      add(text, i, i + 1, found);
    }
  }

  private boolean isWord(char[] text, int from, int to) {
    walk.begin();
    for (int i = from; i < to; i++) {
      if (!walk.read(text[i])) {
        return false;
      }
    }
    return walk.word() >= 0;
  }

  private void unknown(char[] text, int from, int to, Words found) {
    int i = from;
    while (i < to) {
      int start = i;
      if (isHan(text[i])) {
        while (i < to && isHan(text[i])) {
          i++;
        }
        han(text, start, i, found);
      } else if (isAlphanumeric(text[i])) {
        i = alphanumericEnd(text, i, to);
        add(text, start, i, found);
      } else {
        while (i < to && !isHan(text[i]) && !isAlphanumeric(text[i])) {
          i++;
        }
        add(text, start, i, found);
      }
    }
  }

  /** The likeliest states of the letters; a word begins at a beginning or a letter alone. */
  private void han(char[] text, int from, int to, Words found) {
    int length = to - from;
    if (came.length < 4 * length) {
      came = new byte[8 * length];
    }
    double[] now = new double[4];
    for (int state = 0; state < 4; state++) {
      now[state] = FIRST[state] + words.emitted(state, text[from]);
    }
    for (int i = 1; i < length; i++) {
      double[] next = new double[4];
      for (int state = 0; state < 4; state++) {
        double emitted = words.emitted(state, text[from + i]);
        int one = BEFORE[state][0];
        int other = BEFORE[state][1];
        double byOne = now[one] + NEXT[one][state] + emitted;
        double byOther = now[other] + NEXT[other][state] + emitted;
        next[state] = Math.max(byOne, byOther);
        came[4 * i + state] = (byte) (byOne >= byOther ? one : other);
      }
      now = next;
    }
    byte[] states = new byte[length];
    states[length - 1] = (byte) (now[ALONE] >= now[END] ? ALONE : END);
    for (int i = length - 1; i > 0; i--) {
      states[i - 1] = came[4 * i + states[i]];
    }
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (states[i] == BEGINNING) {
        start = i;
      } else if (states[i] == END || states[i] == ALONE) {
        add(text, from + (states[i] == ALONE ? i : start), from + i + 1, found);
        start = i + 1;
      }
    }
    if (start < length) {
      add(text, from + start, to, found);
    }
  }

  /** jieba's {@code [a-zA-Z0-9]+(?:\.\d+)?%?}. */
  private static int alphanumericEnd(char[] text, int from, int to) {
    int i = from;
    while (i < to && isAlphanumeric(text[i])) {
      i++;
    }
    if (i + 1 < to && text[i] == '.' && isDigit(text[i + 1])) {
      i++;
      while (i < to && isDigit(text[i])) {
        i++;
      }
    }
    return i < to && text[i] == '%' ? i + 1 : i;
  }

  /** The Han characters of jieba's patterns. */
  private static boolean isHan(char c) {
    return c >= 0x4E00 && c <= 0x9FD5;
  }

  private static boolean isInBlock(char c) {
    return isHan(c) || isAlphanumeric(c) || "+#&._%-".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
