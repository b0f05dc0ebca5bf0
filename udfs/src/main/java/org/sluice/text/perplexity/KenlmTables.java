package org.sluice.text.perplexity;

/** The n-grams of a binary file; a word's gram is extended to the left, word by word. */
interface KenlmTables {
  /** The number of a word by its hash; 0 is the unknown word. */
  int number(long hash);

  /** Goes to the gram of one word. */
  void start(Gram gram, int word);

  /** Goes to the gram with one more word before it; false: there is none, the gram is as it was. */
  boolean extend(Gram gram, int word);

  /** Where a search is. */
  final class Gram {
    int length;
    float probability;
    float backoff;

    /** A hash, or the first of the next longer grams. */
    long from;

    /** Behind the last of the next longer grams. */
    long to;
  }
}
