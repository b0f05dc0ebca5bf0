package org.sluice.text.perplexity;

import java.util.List;
import java.util.function.Function;

/** How a document comes before a model of n-grams, when it is trained and when it is asked. */
public interface Sentences {
  /** What a model's words are, where no vocabulary of pieces says it. */
  enum Tokens {
    /** Between blanks. */
    WORDS,
    /** As our splitter finds them, for Chinese. */
    CHINESE_WORDS,
    /** Each letter; blanks are left out. */
    CHARACTERS
  }

  /** The words of each sentence that has any. */
  List<List<String>> of(String document);

  /** A sentence a line. The result serves one thread at a time. */
  static Sentences lines(Tokens tokens) {
    return new LineSentences(tokens);
  }

  /**
   * One sentence of the pieces that a SentencePiece model finds in the whole text, as CCNet asks
   * its models (Wenzek et al. 2020).
   *
   * @param pieces the pieces of a text
   */
  static Sentences pieces(Function<String, List<String>> pieces) {
    return document -> {
      List<String> found = pieces.apply(CcnetText.normalized(document));
      return found.isEmpty() ? List.of() : List.of(found);
    };
  }
}
