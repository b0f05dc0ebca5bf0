package org.sluice.text.privacy.detect;

import java.util.List;
import java.util.function.Predicate;

/**
 * How one kind of identifier looks and what checks it.
 *
 * @param shape of its characters without separators: D digit, L letter, A either, others themselves
 * @param check whether its check digits hold
 * @param alone the score where no word says what it is
 * @param names words that say what it is, in lower case
 */
record IdRule(String shape, Predicate<String> check, double alone, List<String> names) {
  private static final double NAMED = 1.0;

  static IdRule of(String shape, double alone, String names, Predicate<String> check) {
    return new IdRule(shape, check, alone, List.of(names.split("\\|")));
  }

  /**
   * @param compact upper case, without separators
   */
  boolean fits(String compact) {
    if (compact.length() != shape.length()) {
      return false;
    }
    for (int i = 0; i < compact.length(); i++) {
      char c = compact.charAt(i);
      char wanted = shape.charAt(i);
      boolean digit = Page.isDigit(c);
      boolean fits =
          switch (wanted) {
            case 'D' -> digit;
            case 'L' -> !digit;
            case 'A' -> true;
            default -> Character.toUpperCase(wanted) == c;
          };
      if (!fits) {
        return false;
      }
    }
    return check.test(compact);
  }

  /** The score at a place of a page. */
  double score(Page page, int start, int end) {
    boolean named =
        Context.before(page, start).holds(names) || Context.after(page, end).holds(names);
    return named ? NAMED : alone;
  }
}
