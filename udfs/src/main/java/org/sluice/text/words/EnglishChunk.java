package org.sluice.text.words;

/**
 * Cuts one chunk (a run without white space) as spaCy's English tokenizer does: prefixes and
 * suffixes are peeled off until a special case or the bare middle is left, which is then cut at its
 * infixes unless it is an address.
 */
final class EnglishChunk {
  private final SpecialCases cases;
  private final Pieces suffixes = new Pieces();

  /**
   * Makes a cutter with its own scratch space.
   *
   * @param cases the dictionary, or null to cut by the patterns alone
   */
  EnglishChunk(SpecialCases cases) {
    this.cases = cases;
  }

  /** Adds the ends of the pieces of {@code text[from, to)}, which must not be empty. */
  void cut(char[] text, int from, int to, Pieces pieces) {
    suffixes.clear();
    int start = from;
    int end = to;
    int before = 0;
    int special = special(text, start, end);
    while (special < 0 && start < end && end - start != before) {
      before = end - start;
      int prefix = EnglishAffixes.prefix(text, start, end);
      boolean found = prefix > 0 && special(text, start + prefix, end) >= 0;
      int suffix = found ? 0 : EnglishAffixes.suffix(text, start + prefix, end);
      found |= suffix > 0 && special(text, start, end - suffix) >= 0;
      if (prefix > 0 && (suffix == 0 || !found)) {
        start += prefix;
        pieces.add(start);
      }
      if (suffix > 0) {
        suffixes.add(end);
        end -= suffix;
      }
      special = special(text, start, end);
    }
    middle(text, start, end, special, pieces);
    while (suffixes.size() > 0) {
      pieces.add(suffixes.removeLast());
    }
  }

  private void middle(char[] text, int from, int to, int special, Pieces pieces) {
    if (from == to) {
      return;
    }
    if (special >= 0) {
      cases.cut(special, from, pieces);
    } else if (UrlShape.matches(text, from, to)) {
      pieces.add(to);
    } else {
      infixes(text, from, to, pieces);
    }
  }

  private static void infixes(char[] text, int from, int to, Pieces pieces) {
    int start = from;
    int i = from;
    while (i < to) {
      int infix = EnglishAffixes.infix(text, i, from, to);
      // spaCy leaves an infix at the very start with what follows it
      if (infix > 0 && i > from) {
        if (i > start) {
          pieces.add(i);
        }
        start = i + infix;
        pieces.add(start);
      }
      i += Math.max(1, infix);
    }
    if (start < to) {
      pieces.add(to);
    }
  }

  private int special(char[] text, int from, int to) {
    return cases == null || from >= to ? -1 : cases.find(text, from, to);
  }
}
