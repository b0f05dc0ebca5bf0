package org.sluice.text.rules;

import org.sluice.text.words.Vocabulary;
import org.sluice.text.words.Words;

/** What the rules ask about single words. */
final class WordMeasures {
  int words;
  int properWords; // not of punctuation alone
  long properWordCharacters;
  int wordsWithLetter;
  int stopWords; // different ones

  /** Measures words whose stop words the vocabulary has marked. */
  void measure(Words words, Vocabulary vocabulary) {
    this.words = words.size();
    properWords = 0;
    properWordCharacters = 0;
    wordsWithLetter = 0;
    int marks = 0;
    for (int i = 0; i < words.size(); i++) {
      int number = words.number(i);
      marks |= vocabulary.marks(number);
      if (!vocabulary.isSymbol(number)) {
        properWords++;
        properWordCharacters += vocabulary.codePoints(number);
      }
      if (vocabulary.hasLetter(number)) {
        wordsWithLetter++;
      }
    }
    stopWords = Integer.bitCount(marks);
  }
}
