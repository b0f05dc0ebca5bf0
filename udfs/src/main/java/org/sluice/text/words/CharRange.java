package org.sluice.text.words;

import java.text.CharacterIterator;

/** A range of a character array as ICU wants to read it, without a copy. */
final class CharRange implements CharacterIterator {
  private final char[] text;
  private final int begin;
  private final int end;
  private int index;

  CharRange(char[] text, int begin, int end) {
    this.text = text;
    this.begin = begin;
    this.end = end;
    this.index = begin;
  }

  @Override
  public char first() {
    return setIndex(begin);
  }

  @Override
  public char last() {
    return setIndex(end == begin ? end : end - 1);
  }

  @Override
  public char current() {
    return index < end ? text[index] : DONE;
  }

  @Override
  public char next() {
    index = Math.min(index + 1, end);
    return current();
  }

  @Override
  public char previous() {
    return index == begin ? DONE : text[--index];
  }

  @Override
  public char setIndex(int position) {
    index = position;
    return current();
  }

  @Override
  public int getBeginIndex() {
    return begin;
  }

  @Override
  public int getEndIndex() {
    return end;
  }

  @Override
  public int getIndex() {
    return index;
  }

  @Override
  public Object clone() {
    CharRange copy = new CharRange(text, begin, end);
    copy.index = index;
    return copy;
  }
}
