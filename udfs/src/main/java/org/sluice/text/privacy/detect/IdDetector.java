package org.sluice.text.privacy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identifiers that a table of {@link IdRule rules} knows. Candidates are groups of ASCII letters
 * and digits with one separator between two of them; each stretch of groups is tried whose ends do
 * not touch another letter or digit.
 */
final class IdDetector implements Detector {
  private static final int MAX_GROUPS = 7;
  private static final int MAX_LENGTH = 24;

  private final String type;
  private final Map<Integer, List<IdRule>> byLength = new TreeMap<>();

  IdDetector(String type, List<IdRule> rules) {
    this.type = type;
    for (IdRule rule : rules) {
      byLength.computeIfAbsent(rule.shape().length(), length -> new ArrayList<>()).add(rule);
    }
  }

  @Override
  public void find(Page page, Findings findings) {
    int next = 0;
    for (int run = 0; run < page.runs(); run++) {
      int start = wordStart(page, page.runStart(run), next);
      if (page.runStart(run) >= next) {
        // a group of letters may stand before: "DE 123 456 789"
        int before = start > next && isJoint(page.at(start - 1)) ? start - 1 : start;
        int earlier = wordStart(page, before, next);
        if (earlier < before && before - earlier <= 4) {
          grow(page, earlier, findings);
        }
        grow(page, start, findings);
        next = wordEnd(page, page.runStart(run));
      }
    }
  }

  private static int wordStart(Page page, int from, int least) {
    int start = from;
    while (start > least && from - start < MAX_LENGTH && isAlphanumeric(page.at(start - 1))) {
      start--;
    }
    return start;
  }

  private static int wordEnd(Page page, int from) {
    int end = from;
    while (isAlphanumeric(page.at(end))) {
      end++;
    }
    return end;
  }

  /** Tries the groups from {@code start} on, one, two and more. */
  private void grow(Page page, int start, Findings findings) {
    if (Page.isWord(page.at(start - 1)) || page.at(start - 1) == '+') {
      return;
    }
    StringBuilder compact = new StringBuilder(MAX_LENGTH);
    int from = start;
    for (int group = 0; group < MAX_GROUPS; group++) {
      int to = from;
      while (isAlphanumeric(page.at(to)) && compact.length() <= MAX_LENGTH) {
        compact.append(Character.toUpperCase(page.at(to)));
        to++;
      }
      if (to == from || compact.length() > MAX_LENGTH) {
        return;
      }
      if (page.at(to) != '_') {
        judge(page, start, to, compact.toString(), findings);
      }
      if (!isJoint(page.at(to))) {
        return;
      }
      from = to + 1;
    }
  }

  private void judge(Page page, int start, int end, String compact, Findings findings) {
    for (IdRule rule : byLength.getOrDefault(compact.length(), List.of())) {
      if (rule.fits(compact) && !page.insideLongerNumber(start, end)) {
        findings.add(type, start, end, rule.score(page, start, end));
      }
    }
  }

  private static boolean isJoint(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '/';
  }

  private static boolean isAlphanumeric(char c) {
    return Page.isDigit(c) || Page.isAsciiLetter(c);
  }
}
