package org.sluice.text.privacy.ner;

import java.util.List;
import org.sluice.text.words.ChineseDictionary;
import org.sluice.text.words.Language;
import org.sluice.text.words.WordSplitter;
import org.sluice.text.words.Words;

/** Features of Chinese text: letters, jieba's words, lists, and how names use letters. */
final class ChineseFeatures extends Features {
  private static final int BEYOND = 3;

  private static final ThreadLocal<WordSplitter> SPLITTER =
      ThreadLocal.withInitial(() -> WordSplitter.of(Language.CHINESE, List.of()));

  private final long[] letters;
  private final long[] kinds;
  private final long[] lists;
  private final long[] usage; // as a family name, in a given name, in a foreign name
  private final long[] word; // the word that the token lies in
  private final long[] wordBefore;
  private final long[] wordAfter;
  private final int[] place; // in its word: length and position
  private final int[] common; // how common its word is, and whether it names something
  private final int[] quoted; // within a title in 《》

  ChineseFeatures(Tokens tokens, String text, int rows) {
    super(tokens, rows);
    int size = tokens.size() + 2 * BEYOND;
    letters = new long[size];
    kinds = new long[size];
    lists = new long[size];
    usage = new long[size];
    word = new long[size];
    wordBefore = new long[size];
    wordAfter = new long[size];
    place = new int[size];
    common = new int[size];
    quoted = new int[size];
    int[] bits = Gazetteer.CHINESE.bits(tokens);
    for (int i = -BEYOND; i < tokens.size() + BEYOND; i++) {
      String letter = tokens.lower(i);
      letters[i + BEYOND] = hash(letter, 0, letter.length());
      if (i >= 0 && i < tokens.size()) {
        int at = i + BEYOND;
        kinds[at] = tokens.kind(i) * 16L + Math.min(8, letter.length());
        lists[at] = bits[i];
        usage[at] = NameLetters.SHARED.usage(letter);
      }
    }
    words(text);
    titles();
  }

  /** Marks what stands between the brackets of titles. */
  private void titles() {
    int open = -1;
    for (int i = 0; i < tokens.size(); i++) {
      String letter = tokens.lower(i);
      if (letter.equals("《")) {
        open = i;
      } else if (letter.equals("》") || letter.equals("\n")) {
        for (int j = open + 1; open >= 0 && letter.equals("》") && j < i; j++) {
          quoted[j + BEYOND] = 1;
        }
        open = -1;
      }
    }
  }

  private void words(String text) {
    Words words = new Words();
    char[] units = text.toCharArray();
    SPLITTER.get().split(units, units.length, words);
    long before = 1;
    int token = 0;
    for (int i = 0; i < words.size(); i++) {
      int from = words.start(i);
      int to = words.end(i);
      long here = hash(text, from, to);
      long after = i + 1 < words.size() ? hash(text, words.start(i + 1), words.end(i + 1)) : 2;
      int level = to - from > 1 ? 1 + ChineseDictionary.level(text, from, to) : 0;
      while (token < tokens.size() && tokens.start(token) < to) {
        int at = token + BEYOND;
        common[at] = level * 2 + (lists[at] == 0 ? 0 : 1);
        word[at] = here;
        wordBefore[at] = before;
        wordAfter[at] = after;
        int position = tokens.start(token) <= from ? 0 : tokens.end(token) >= to ? 2 : 1;
        place[at] = Math.min(5, to - from) * 4 + position;
        token++;
      }
      before = here;
    }
  }

  @Override
  void collect(int token) {
    int at = token + BEYOND;
    add(0, 0);
    for (int i = -BEYOND; i <= BEYOND; i++) {
      add(1, letters[at + i], i);
    }
    for (int i = -2; i <= 2; i++) {
      add(2, kinds[at + i], i);
      add(3, usage[at + i], i);
      add(4, lists[at + i], i);
      add(5, place[at + i], i);
      add(36, common[at + i], i);
    }
    for (int i = -2; i < 2; i++) {
      add(6, letters[at + i], letters[at + i + 1], i);
      add(7, usage[at + i], usage[at + i + 1], i);
      add(8, place[at + i], place[at + i + 1], i);
    }
    add(9, letters[at - 1], letters[at], letters[at + 1]);
    add(10, letters[at - 1], letters[at + 1]);
    add(11, usage[at - 1], usage[at], usage[at + 1]);
    add(12, usage[at], usage[at + 1], usage[at + 2]);
    add(13, usage[at - 2], usage[at - 1], usage[at]);
    words(at);
    lists(at);
  }

  private void words(int at) {
    add(37, common[at], place[at]);
    add(38, common[at], usage[at]);
    add(39, common[at - 1], common[at], common[at + 1]);
    add(40, quoted[at]);
    add(41, quoted[at], usage[at]);
    add(42, mix(common[at]) * 31 + common[at + 1], usage[at], usage[at + 1]);
    add(14, word[at], place[at]);
    add(15, wordBefore[at], place[at]);
    add(16, wordAfter[at], place[at]);
    add(17, wordBefore[at], usage[at]);
    add(18, wordAfter[at], usage[at]);
    add(19, wordBefore[at], word[at]);
    add(20, word[at], wordAfter[at]);
    add(21, word[at - 1], usage[at]);
    add(22, word[at + 1], usage[at]);
    add(23, word[at - 2], usage[at]);
    add(24, word[at + 2], usage[at]);
    add(25, wordBefore[at], lists[at]);
    add(26, wordAfter[at], lists[at]);
  }

  private void lists(int at) {
    add(27, lists[at], place[at]);
    add(28, lists[at], usage[at]);
    add(29, lists[at - 1], lists[at], lists[at + 1]);
    add(30, letters[at - 1], usage[at]);
    add(31, letters[at + 1], usage[at]);
    add(32, letters[at - 1], lists[at]);
    add(33, letters[at + 1], lists[at]);
    add(34, letters[at - 1], usage[at], usage[at + 1]);
    add(35, mix(usage[at]) * 31 + usage[at + 1], place[at], place[at + 1]);
  }
}
