package org.sluice.text.normalize;

import com.ibm.icu.lang.UCharacter;
import java.util.Locale;

/**
 * Lower case of any text, without a language's own rules, as Python's {@code str.lower} gives it,
 * in time linear in the text.
 */
public final class LowerCase {
  /** Its lower case is longer: the JDK copies the whole text for each one. */
  private static final char DOTTED_I = 'İ';

  /** Its lower case depends on its neighbours: the JDK reads the whole text for each one. */
  private static final char SIGMA = 'Σ';

  private LowerCase() {}

  /** The text in lower case; of another length where it holds a dotted capital I. */
  public static String of(String text) {
    return text.indexOf(DOTTED_I) < 0 && text.indexOf(SIGMA) < 0
        ? text.toLowerCase(Locale.ROOT)
        : UCharacter.toLowerCase(Locale.ROOT, text);
  }
}
