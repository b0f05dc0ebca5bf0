package org.sluice.text.privacy.canary;

import java.util.List;
import org.sluice.text.privacy.Span;

/**
 * A made-up piece of personal data in a sentence that carries it. It is nobody's, so it may be
 * written down.
 *
 * @param entity what it is
 * @param start its first code point in the sentence
 * @param end one past its last code point
 */
public record Canary(String entity, String sentence, int start, int end) {
  /** Whether what was found leaves no letter and no digit of it, whatever it was taken for. */
  boolean isCovered(List<Span> found) {
    for (int point = start; point < end; point++) {
      int at = point;
      int letter = sentence.codePointAt(sentence.offsetByCodePoints(0, at));
      if (Character.isLetterOrDigit(letter)
          && found.stream().noneMatch(span -> span.start() <= at && at < span.end())) {
        return false;
      }
    }
    return true;
  }
}
