package org.sluice.text.words;

/** How common the words of jieba's dictionary are. */
public final class ChineseDictionary {
  private static final int LEVELS = 5;

  private ChineseDictionary() {}

  /** 0 for what is no word of the dictionary, then 1 for rare words up to 5 for the commonest. */
  public static int level(String text, int from, int to) {
    ChineseWords.Walk walk = ChineseWords.SHARED.new Walk();
    walk.begin();
    for (int i = from; i < to; i++) {
      if (!walk.read(text.charAt(i))) {
        return 0;
      }
    }
    int word = walk.word();
    return word < 0 ? 0 : 1 + (int) Math.min(LEVELS - 1, ChineseWords.SHARED.log(word) / 2);
  }
}
