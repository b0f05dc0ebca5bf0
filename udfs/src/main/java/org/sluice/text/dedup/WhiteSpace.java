package org.sluice.text.dedup;

import org.sluice.text.words.CharacterClasses;

/** White space as the exact comparison sees it. */
final class WhiteSpace {
  private WhiteSpace() {}

  /** Each run of white space as one blank, none at the ends. */
  static String collapse(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((CharacterClasses.of(c) & CharacterClasses.SPACE) != 0) {
        blank = out.length() > 0;
        continue;
      }
      if (blank) {
        out.append(' ');
        blank = false;
      }
      out.append(c);
    }
    return out.toString();
  }
}
