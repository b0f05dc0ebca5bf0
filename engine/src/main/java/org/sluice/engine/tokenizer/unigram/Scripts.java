package org.sluice.engine.tokenizer.unigram;

import java.lang.Character.UnicodeScript;

/** Which characters may lie in one piece: those of one script, as SentencePiece sees scripts. */
final class Scripts {
  private static final int LONG_VOWEL = 0x30FC;

  private Scripts() {}

  /**
   * The script of a character; kana counts as Han, a mark as the character before it.
   *
   * @param before script of the character before it; null: there is none
   */
  static UnicodeScript of(int point, UnicodeScript before) {
    UnicodeScript script = UnicodeScript.of(point);
    return switch (script) {
      case HIRAGANA, KATAKANA -> UnicodeScript.HAN;
      case INHERITED -> before == null ? script : before;
      default -> point == LONG_VOWEL ? UnicodeScript.HAN : script;
    };
  }
}
