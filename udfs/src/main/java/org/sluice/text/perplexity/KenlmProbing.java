package org.sluice.text.perplexity;

import java.io.IOException;

/** Hash tables with linear probing (lm/search_hashed.hh). */
final class KenlmProbing implements KenlmTables {
  private static final long FIRST = 8978948897894561157L;
  private static final long SECOND = Long.parseUnsignedLong("17894857484156487943");
  private static final int VOCABULARY_ENTRY = 12;
  private static final int LONGEST_ENTRY = 12;
  private static final int KEY = 8;
  private static final int WEIGHTS = 8; // probability and back-off

  private final MappedBytes file;
  private final Table vocabulary;
  private final Table[] tables; // by order - 2
  private final long unigrams;
  private final long words;

  /** A hash table; an empty slot has the key 0. */
  private record Table(MappedBytes file, long start, long slots, int entry) {
    long end() {
      return start + slots * entry;
    }

    /** Where the value of a key is, or -1. */
    long find(long key) {
      long slot = Long.remainderUnsigned(key, slots);
      for (long tried = 0; tried < slots; tried++) {
        long at = start + slot * entry;
        long found = file.getLong(at);
        if (found == key) {
          return at + KEY;
        }
        if (found == 0) {
          return -1;
        }
        slot = slot + 1 == slots ? 0 : slot + 1;
      }
      return -1;
    }
  }

  KenlmProbing(MappedBytes file, KenlmHeader header) throws IOException {
    this.file = file;
    long[] counts = header.counts();
    this.vocabulary = new Table(file, header.end() + 8, header.slots(counts[0]), VOCABULARY_ENTRY);
    this.words = counts[0] + 1;
    this.unigrams = vocabulary.end();
    long at = unigrams + words * WEIGHTS;
    this.tables = new Table[counts.length - 1];
    for (int i = 0; i < tables.length; i++) {
      int entry = i == tables.length - 1 ? LONGEST_ENTRY : KEY + WEIGHTS;
      tables[i] = new Table(file, at, header.slots(counts[i + 1]), entry);
      at = tables[i].end();
    }
    file.require(at);
  }

  @Override
  public int number(long hash) {
    long at = vocabulary.find(hash);
    int number = at < 0 ? 0 : file.getInt(at);
    return number >= 0 && number < words ? number : 0;
  }

  @Override
  public void start(Gram gram, int word) {
    gram.length = 1;
    gram.from = word;
    weights(gram, unigrams + (long) word * WEIGHTS);
  }

  /** The sign of a probability says something else. */
  private void weights(Gram gram, long at) {
    gram.probability = -Math.abs(file.getFloat(at));
    gram.backoff = file.getFloat(at + 4);
  }

  @Override
  public boolean extend(Gram gram, int word) {
    if (gram.length > tables.length) {
      return false;
    }
    long hash = gram.from * FIRST ^ (1L + word) * SECOND;
    long at = tables[gram.length - 1].find(hash);
    if (at < 0) {
      return false;
    }
    gram.from = hash;
    gram.length++;
    if (gram.length == tables.length + 1) {
      gram.probability = file.getFloat(at);
      gram.backoff = 0;
    } else {
      weights(gram, at);
    }
    return true;
  }
}
