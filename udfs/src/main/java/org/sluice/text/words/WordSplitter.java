package org.sluice.text.words;

import java.util.List;

/**
 * Splits a document into words as datatrove counts them. Holds caches and scratch space, so one
 * thread uses one splitter; the result depends on the text alone.
 */
public abstract class WordSplitter {
  private final Vocabulary vocabulary;
  private final Words own = new Words();

  WordSplitter(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * A new splitter.
   *
   * @param marked words to find again by {@link Vocabulary#marks}; at most 16
   */
  public static WordSplitter of(Language language, List<String> marked) {
    return switch (language) {
      case ENGLISH -> new EnglishSplitter(marked);
      case CHINESE -> new ChineseSplitter(marked);
      case OTHER -> new UnicodeSplitter(marked);
    };
  }

  /** What is known of the words of the last document. */
  public final Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Fills {@code words} with the words of {@code text[0, length)}; white space is none. */
  public final void split(char[] text, int length, Words words) {
    words.clear();
    if (vocabulary.trim()) {
      forget();
    }
    fill(text, length, words);
  }

  /** The words as strings, for tests and for single calls. */
  public final List<String> words(String text) {
    split(text.toCharArray(), text.length(), own);
    return own.texts(text);
  }

  abstract void fill(char[] text, int length, Words words);

  /** Called when the vocabulary's numbers have lost their meaning. */
  void forget() {}
}
