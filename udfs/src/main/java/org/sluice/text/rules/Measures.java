package org.sluice.text.rules;

import org.sluice.text.words.Language;
import org.sluice.text.words.WordSplitter;
import org.sluice.text.words.Words;

/** All that the profiles ask about one document, measured once; reused, so not thread-safe. */
final class Measures {
  private static final int MOST_KEPT_CHARS = 1 << 22;

  final LineMeasures lines = new LineMeasures();
  final WordMeasures words = new WordMeasures();
  final NgramMeasures ngrams = new NgramMeasures();

  private Document document;
  private final WordSplitter[] splitters = new WordSplitter[Language.values().length];
  private final Words split = new Words();
  private char[] text = new char[1 << 14];

  /** The document for profiles that measure for themselves. */
  void read(String text, String language) {
    document = new Document(text, language);
  }

  void forget() {
    document = null;
  }

  Document document() {
    return document;
  }

  /** Measures {@code text}; says whether this is small enough to be used again. */
  boolean measure(String text, Language language, double shortLine) {
    int length = text.length();
    if (length > this.text.length) {
      this.text = new char[Math.max(length, Math.min(length * 2, MOST_KEPT_CHARS))];
    }
    text.getChars(0, length, this.text, 0);
    WordSplitter splitter = splitter(language);
    splitter.split(this.text, length, split);
    lines.measure(this.text, length, shortLine);
    words.measure(split, splitter.vocabulary());
    ngrams.measure(this.text, split, splitter.vocabulary());
    return length <= MOST_KEPT_CHARS;
  }

  private WordSplitter splitter(Language language) {
    WordSplitter splitter = splitters[language.ordinal()];
    if (splitter == null) {
      splitter = WordSplitter.of(language, GopherQuality.STOP_WORDS);
      splitters[language.ordinal()] = splitter;
    }
    return splitter;
  }
}
