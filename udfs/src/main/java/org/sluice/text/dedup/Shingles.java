package org.sluice.text.dedup;

import java.util.Arrays;
import java.util.List;
import org.sluice.text.words.Language;
import org.sluice.text.words.Simplifier;
import org.sluice.text.words.WordSplitter;
import org.sluice.text.words.Words;

/**
 * The hashed word n-grams of a document as datatrove makes them: words of the simplified text, n of
 * them joined by a blank, xxHash64 of the UTF-8. Buffers are used again, so not thread-safe.
 */
final class Shingles {
  private static final int MOST_KEPT_CHARS = 1 << 22;

  private final WordSplitter[] splitters = new WordSplitter[Language.values().length];
  private final Simplifier simplifier = new Simplifier();
  private final Words words = new Words();
  private char[] text = new char[1 << 14];
  private byte[] bytes = new byte[1 << 14]; // the words in UTF-8, a blank after each
  private int[] starts = new int[1 << 10]; // of the words in bytes
  private long[] hashes = new long[1 << 10];
  private int size;

  /** The hashes lie in {@link #hashes()} up to the number returned, one for each word that can. */
  int of(String document, Language language, int ngram) {
    int length = document.length();
    if (length > text.length) {
      text = new char[Math.max(length, Math.min(length * 2, MOST_KEPT_CHARS))];
    }
    document.getChars(0, length, text, 0);
    int simple = simplifier.simplify(text, length);
    splitter(language).split(simplifier.buffer(), simple, words);
    encode(simplifier.buffer(), simple);
    size = Math.max(0, words.size() - ngram + 1);
    if (size > hashes.length) {
      hashes = new long[size + size / 2];
    }
    for (int i = 0; i < size; i++) {
      hashes[i] = XxHash64.hash(bytes, starts[i], starts[i + ngram] - 1, 0);
    }
    return size;
  }

  long[] hashes() {
    return hashes;
  }

  /** Whether the buffers have stayed small enough to be kept for the next document. */
  boolean small() {
    return text.length <= MOST_KEPT_CHARS;
  }

  private void encode(char[] simple, int length) {
    int most = length * 3 + words.size();
    if (most > bytes.length) {
      bytes = new byte[most + most / 2];
    }
    if (words.size() + 1 > starts.length) {
      starts = Arrays.copyOf(starts, words.size() * 2);
    }
    int at = 0;
    for (int w = 0; w < words.size(); w++) {
      starts[w] = at;
      for (int i = words.start(w); i < words.end(w); i++) {
        char c = simple[i];
        if (c < 0x80) {
          bytes[at++] = (byte) c;
        } else if (c < 0x800) {
          bytes[at++] = (byte) (0xC0 | c >> 6);
          bytes[at++] = (byte) (0x80 | c & 0x3F);
        } else if (Character.isHighSurrogate(c)
            && i + 1 < words.end(w)
            && Character.isLowSurrogate(simple[i + 1])) {
          at = encodePair(Character.toCodePoint(c, simple[++i]), at);
        } else { // a lone surrogate too, which UTF-8 proper has no form for
          bytes[at++] = (byte) (0xE0 | c >> 12);
          bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
          bytes[at++] = (byte) (0x80 | c & 0x3F);
        }
      }
      bytes[at++] = ' ';
    }
    starts[words.size()] = at;
  }

  private int encodePair(int codePoint, int at) {
    bytes[at] = (byte) (0xF0 | codePoint >> 18);
    bytes[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
    bytes[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
    bytes[at + 3] = (byte) (0x80 | codePoint & 0x3F);
    return at + 4;
  }

  private WordSplitter splitter(Language language) {
    WordSplitter splitter = splitters[language.ordinal()];
    if (splitter == null) {
      splitter = WordSplitter.of(language, List.of());
      splitters[language.ordinal()] = splitter;
    }
    return splitter;
  }
}
