package org.sluice.text.rules;

import org.sluice.text.words.CharacterClasses;

/** What the rules ask about characters, lines and paragraphs. Characters are code points. */
final class LineMeasures {
  int characters;
  int hashes; // count of #
  int ellipses; // count of ... (without overlap) and …
  int newlines;

  /** Lines as Python's splitlines cuts them. */
  int lines;

  int bulletLines; // first character after white space is • or -
  int ellipsisLines; // last characters before white space are ... or …

  /** Parts between runs of line feeds, of the text as it is. */
  int parts;

  int repeatedParts;
  int repeatedPartCharacters;

  /** Parts between runs of two and more line feeds, of the stripped text. */
  int paragraphs;

  int repeatedParagraphs;
  int repeatedParagraphCharacters;

  /** Lines between single line feeds that hold more than white space. */
  int fullLines;

  int terminatedLines; // last character ends sentences in some script
  int shortLines;
  int repeatedFullLineCharacters;

  private final RangeSet seen = new RangeSet();
  private char[] text;
  private int length;
  private boolean pairs; // some character takes two UTF-16 units

  /**
   * Measures {@code text[0, length)}.
   *
   * @param shortLine longest line, in characters, that counts as short
   */
  void measure(char[] text, int length, double shortLine) {
    this.text = text;
    this.length = length;
    characters();
    splitLines();
    lineFeeds(shortLine);
    paragraphs();
  }

  private void characters() {
    hashes = 0;
    ellipses = 0;
    newlines = 0;
    int low = 0;
    int fullStops = 0;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      if (c == '.') {
        if (++fullStops == 3) {
          ellipses++;
          fullStops = 0;
        }
        continue;
      }
      fullStops = 0;
      if (c == '\n') {
        newlines++;
      } else if (c == '#') {
        hashes++;
      } else if (c == '…') {
        ellipses++;
      } else if (Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text[i - 1])) {
        low++;
      }
    }
    pairs = low > 0;
    characters = length - low;
  }

  private void splitLines() {
    lines = 0;
    bulletLines = 0;
    ellipsisLines = 0;
    int start = 0;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      if (c < 0x80 ? c > 0x1E || !endsLine(c) : !endsLine(c)) {
        continue;
      }
      splitLine(start, i);
      if (c == '\r' && i + 1 < length && text[i + 1] == '\n') {
        i++;
      }
      start = i + 1;
    }
    if (start < length) {
      splitLine(start, length);
    }
  }

  private static boolean endsLine(char c) {
    return c >= '\n' && c <= '\r'
        || c >= 0x1C && c <= 0x1E
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  private void splitLine(int from, int to) {
    lines++;
    int first = from;
    while (first < to && isSpace(text[first])) {
      first++;
    }
    int end = to;
    while (end > first && isSpace(text[end - 1])) {
      end--;
    }
    if (first == end) {
      return;
    }
    if (text[first] == '•' || text[first] == '-') {
      bulletLines++;
    }
    boolean dots =
        end - first >= 3 && text[end - 1] == '.' && text[end - 2] == '.' && text[end - 3] == '.';
    if (dots || text[end - 1] == '…') {
      ellipsisLines++;
    }
  }

  private void lineFeeds(double shortLine) {
    parts = 0;
    repeatedParts = 0;
    repeatedPartCharacters = 0;
    fullLines = 0;
    terminatedLines = 0;
    shortLines = 0;
    repeatedFullLineCharacters = 0;
    seen.clear(newlines);
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || text[i] == '\n') {
        if (i > start) {
          lineFeedLine(start, i, shortLine);
        }
        start = i + 1;
      }
    }
    // a line feed at either end leaves an empty part there, and the second one repeats the first
    boolean emptyFirst = length == 0 || text[0] == '\n';
    boolean emptyLast = length > 0 && text[length - 1] == '\n';
    parts += (emptyFirst ? 1 : 0) + (emptyLast ? 1 : 0);
    repeatedParts += emptyFirst && emptyLast ? 1 : 0;
  }

  private void lineFeedLine(int from, int to, double shortLine) {
    int characters = characters(from, to);
    boolean repeated = !seen.add(text, from, to);
    parts++;
    if (repeated) {
      repeatedParts++;
      repeatedPartCharacters += characters;
    }
    if (isBlank(from, to)) {
      return;
    }
    fullLines++;
    if (repeated) {
      repeatedFullLineCharacters += characters;
    }
    if (characters <= shortLine) {
      shortLines++;
    }
    int last = Character.codePointBefore(text, to, from);
    if ((CharacterClasses.of(last) & CharacterClasses.TERMINAL) != 0) {
      terminatedLines++;
    }
  }

  private void paragraphs() {
    paragraphs = 0;
    repeatedParagraphs = 0;
    repeatedParagraphCharacters = 0;
    int from = 0;
    int to = length;
    while (from < to && isSpace(text[from])) {
      from++;
    }
    while (to > from && isSpace(text[to - 1])) {
      to--;
    }
    seen.clear(16);
    int start = from;
    for (int i = from; i < to; i++) {
      if (text[i] == '\n' && text[i + 1] == '\n') { // the stripped text does not end in one
        paragraph(start, i);
        while (text[i] == '\n') {
          i++;
        }
        start = i;
      }
    }
    paragraph(start, to);
  }

  private void paragraph(int from, int to) {
    paragraphs++;
    if (!seen.add(text, from, to)) {
      repeatedParagraphs++;
      repeatedParagraphCharacters += characters(from, to);
    }
  }

  private int characters(int from, int to) {
    return pairs ? Character.codePointCount(text, from, to - from) : to - from;
  }

  private boolean isBlank(int from, int to) {
    int i = from;
    while (i < to && isSpace(text[i])) {
      i++;
    }
    return i == to;
  }

  private static boolean isSpace(char c) {
    return (CharacterClasses.of(c) & CharacterClasses.SPACE) != 0;
  }
}
