package org.sluice.text.importance;

import java.util.List;
import java.util.function.IntConsumer;
import org.sluice.text.words.WordPunct;

/**
 * A text as RedPajama-V2 hashes it: each word and each pair of neighbours, as they are written,
 * falls into the bucket that is Python's hash, without its sign, modulo the number of buckets.
 * Words are NLTK's, so that runs of punctuation are words too.
 *
 * @param buckets how many
 */
record HashedGrams(int buckets) {
  /** How the buckets are told in a model's file: RedPajama's interpreter and its PYTHONHASHSEED. */
  static final String NAME = "python-3.11-seed-42";

  private static final PythonHash HASH = new PythonHash(42);

  /**
   * Tells the bucket of each word and of each pair.
   *
   * @return how many words the text has
   */
  int read(String text, IntConsumer bucket) {
    List<String> words = WordPunct.words(text);
    long before = 0;
    for (int i = 0; i < words.size(); i++) {
      long hash = HASH.of(words.get(i));
      bucket.accept(bucket(hash));
      if (i > 0) {
        bucket.accept(bucket(PythonHash.ofPair(before, hash)));
      }
      before = hash;
    }
    return words.size();
  }

  /** The smallest long has no positive counterpart, but is right without its sign. */
  private int bucket(long hash) {
    return (int) Long.remainderUnsigned(Math.abs(hash), buckets);
  }
}
