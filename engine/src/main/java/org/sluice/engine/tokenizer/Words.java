package org.sluice.engine.tokenizer;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GPT-2's cut of a text into words, the pieces inside which byte-level BPE merges. */
public final class Words {
  private static final Pattern GPT2 =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS); // \s is any white space of Unicode, as in the original

  private Words() {}

  /** Passes on every word in order; together they are the text. */
  public static void of(String text, Consumer<String> word) {
    Matcher matcher = GPT2.matcher(text);
    while (matcher.find()) {
      word.accept(matcher.group());
    }
  }
}
