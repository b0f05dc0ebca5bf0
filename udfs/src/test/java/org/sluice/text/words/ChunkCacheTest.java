package org.sluice.text.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkCacheTest {
  private static final char[] ALPHABET = {'a', 'b', 0, 0xFFFF};
  private static final int LONGEST = 8;

  @Test
  void noTwoChunksAreTakenForOneAnother() {
    List<char[]> chunks = new ArrayList<>();
    addAll(new char[0], chunks);
    ChunkCache cache = new ChunkCache();
    Vocabulary vocabulary = new Vocabulary(List.of(), List.of());
    Words words = new Words();
    for (int i = 0; i < chunks.size(); i++) {
      char[] chunk = chunks.get(i);
      assertThat(cache.find(chunk, 0, chunk.length, vocabulary, words)).isFalse();
      words.add(0, chunk.length, i);
      cache.put(words, 1);
    }
    words.clear();
    for (char[] chunk : chunks) {
      assertThat(cache.find(chunk, 0, chunk.length, vocabulary, words)).isTrue();
    }
    for (int i = 0; i < chunks.size(); i++) {
      assertThat(words.number(i)).isEqualTo(i);
    }
  }

  /** All strings over the alphabet; the longest are beyond those whose key is exact. */
  private static void addAll(char[] start, List<char[]> chunks) {
    if (start.length == LONGEST) {
      return;
    }
    for (char c : ALPHABET) {
      char[] chunk = Arrays.copyOf(start, start.length + 1);
      chunk[start.length] = c;
      chunks.add(chunk);
      addAll(chunk, chunks);
    }
  }
}
