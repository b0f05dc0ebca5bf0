package org.sluice.text.prompt;

import java.io.Serializable;

/**
 * A part of a text.
 *
 * @param start of its first code point
 * @param end behind its last code point
 */
public record Span(int start, int end) implements Serializable {
  /** The span of {@code text} between two places counted in UTF-16 units. */
  static Span ofUnits(String text, int start, int end) {
    int first = text.codePointCount(0, start);
    return new Span(first, first + text.codePointCount(start, end));
  }
}
