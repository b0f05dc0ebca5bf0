package org.sluice.text.perplexity;

import java.io.IOException;

/** A trie of bit-packed arrays, words sorted within each node (lm/trie.cc, lm/search_trie.cc). */
final class KenlmTrie implements KenlmTables {
  private static final int UNIGRAM = 16;

  private final MappedBytes file;
  private final long vocabulary;
  private final long words;
  private final long unigrams;
  private final Level[] levels; // by order - 2

  KenlmTrie(MappedBytes file, KenlmHeader header) throws IOException {
    this.file = file;
    long[] counts = header.counts();
    file.require(header.end() + 8);
    this.vocabulary = header.end() + 8;
    this.words = file.getLong(header.end());
    if (words < 0 || words > counts[0]) {
      throw new IOException("the header of the model makes no sense");
    }
    long at = vocabulary + 8 * counts[0];
    KenlmWeights weights =
        header.isQuantised()
            ? new KenlmWeights.Quantised(file, at, counts.length)
            : new KenlmWeights.Plain(file);
    this.unigrams = at + weights.size();
    at = unigrams + (counts[0] + 2) * UNIGRAM;
    int chop = 0;
    if (header.hasCompressedPointers() && counts.length > 2) {
      file.require(at + 2);
      chop = file.getByte(at + 1);
    }
    this.levels = new Level[counts.length - 1];
    for (int i = 0; i < levels.length; i++) {
      boolean longest = i == levels.length - 1;
      KenlmPointers pointers =
          longest
              ? KenlmPointers.none()
              : header.hasCompressedPointers()
                  ? KenlmPointers.compressed(file, at, counts[i + 1] + 1, counts[i + 2], chop)
                  : KenlmPointers.plain(file, counts[i + 2]);
      levels[i] = new Level(file, at + pointers.size(), counts[0], pointers, weights, i, longest);
      at += pointers.size() + levels[i].size(counts[i + 1]);
      file.require(at);
    }
  }

  /** All grams of one length. */
  private static final class Level {
    private final MappedBytes file;
    private final long base;
    private final int wordBits;
    private final int bits;
    private final KenlmPointers pointers;
    private final KenlmWeights weights;
    private final int order;
    private final boolean longest;

    Level(
        MappedBytes file,
        long base,
        long words,
        KenlmPointers pointers,
        KenlmWeights weights,
        int order,
        boolean longest) {
      this.file = file;
      this.base = base;
      this.pointers = pointers;
      this.weights = weights;
      this.order = order;
      this.longest = longest;
      this.wordBits = KenlmPointers.bitsOf(words);
      int values = longest ? weights.longestBits() : weights.middleBits();
      this.bits = wordBits + values + pointers.bits();
    }

    long size(long entries) {
      return ((1 + entries) * bits + 7) / 8 + 8;
    }

    boolean find(Gram gram, int word) {
      long low = gram.from;
      long high = gram.to;
      while (low < high) {
        long middle = (low + high) >>> 1;
        long found = file.bits(base, middle * bits, wordBits);
        if (found == word) {
          read(gram, middle);
          return true;
        }
        if (found < word) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return false;
    }

    private void read(Gram gram, long entry) {
      long at = entry * bits + wordBits;
      gram.length++;
      if (longest) {
        gram.probability = weights.longest(base, at);
        gram.backoff = 0;
      } else {
        gram.probability = weights.probability(order, base, at);
        gram.backoff = weights.backoff(order, base, at);
        pointers.read(gram, base, at + weights.middleBits(), entry, bits);
      }
    }
  }

  @Override
  public int number(long hash) {
    long low = 0;
    long high = words;
    while (low < high) {
      long middle = (low + high) >>> 1;
      int compared = Long.compareUnsigned(file.getLong(vocabulary + 8 * middle), hash);
      if (compared == 0) {
        return (int) middle + 1; // the unknown word is not in the list
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 0;
  }

  @Override
  public void start(Gram gram, int word) {
    long at = unigrams + (long) word * UNIGRAM;
    gram.length = 1;
    gram.probability = file.getFloat(at);
    gram.backoff = file.getFloat(at + 4);
    gram.from = file.getLong(at + 8);
    gram.to = file.getLong(at + UNIGRAM + 8);
  }

  @Override
  public boolean extend(Gram gram, int word) {
    return gram.length <= levels.length && levels[gram.length - 1].find(gram, word);
  }
}
