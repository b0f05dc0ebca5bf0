package org.sluice.text.privacy.detect;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a regular expression finds and a predicate confirms. Expressions have no nested repetition
 * and bounded repeats, so that time is linear in the text; what names a thing must stand within
 * them.
 */
final class PatternDetector implements Detector {
  /**
   * One expression.
   *
   * @param expression its first group is the finding
   */
  record Rule(Pattern expression, double score, Predicate<String> check) {
    static Rule of(String expression, double score, Predicate<String> check) {
      return new Rule(Pattern.compile(expression), score, check);
    }

    static Rule of(String expression, double score) {
      return of(expression, score, found -> true);
    }
  }

  private final String type;
  private final List<Rule> rules;

  PatternDetector(String type, List<Rule> rules) {
    this.type = type;
    this.rules = rules;
  }

  @Override
  public void find(Page page, Findings findings) {
    for (Rule rule : rules) {
      Matcher matcher = rule.expression().matcher(page.text);
      while (matcher.find()) {
        if (rule.check().test(matcher.group(1))) {
          findings.add(type, matcher.start(1), matcher.end(1), rule.score());
        }
      }
    }
  }

  @Override
  public boolean needsDigits() {
    return false;
  }
}
