package org.sluice.text.words;

import java.util.List;

/** spaCy's English tokenizer: chunks between white space, each cut by {@link EnglishChunk}. */
final class EnglishSplitter extends WordSplitter {
  /** Longer chunks are hardly met twice. */
  private static final int LONGEST_CACHED = 64;

  private final EnglishChunk chunk = new EnglishChunk(SpecialCases.ENGLISH);
  private final SpecialSequences sequences = new SpecialSequences();
  private final ChunkCache cache = new ChunkCache();
  private final Pieces pieces = new Pieces();

  EnglishSplitter(List<String> marked) {
    super(new Vocabulary(SpecialSequences.pieces(), marked));
  }

  @Override
  void fill(char[] text, int length, Words words) {
    int i = 0;
    while (i < length) {
      if (isSpace(text[i])) {
        i++;
        continue;
      }
      int start = i++;
      while (i < length && !isSpace(text[i])) {
        i++;
      }
      add(text, start, i, words);
    }
    sequences.join(text, words, vocabulary());
  }

  @Override
  void forget() {
    cache.clear();
  }

  private void add(char[] text, int from, int to, Words words) {
    boolean cached = to - from <= LONGEST_CACHED;
    if (cached && cache.find(text, from, to, vocabulary(), words)) {
      return;
    }
    pieces.clear();
    chunk.cut(text, from, to, pieces);
    int start = from;
    for (int p = 0; p < pieces.size(); p++) {
      int end = pieces.end(p);
      words.add(start, end, vocabulary().number(text, start, end));
      start = end;
    }
    if (cached) {
      cache.put(words, pieces.size());
    }
  }

  private static boolean isSpace(char c) {
    return c <= ' ' ? c == ' ' || isOtherSpace(c) : c > 0x7E && isOtherSpace(c);
  }

  private static boolean isOtherSpace(char c) {
    return (CharacterClasses.of(c) & CharacterClasses.SPACE) != 0;
  }
}
