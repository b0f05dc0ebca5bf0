package org.sluice.text.privacy.detect;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;

/**
 * Phone numbers. A cheap scan proposes groups of digits that look like one ({@link PhoneShape});
 * libphonenumber's numbering plans and the words around ({@link PhoneCue}) judge them. A number
 * that no plan knows counts when its shape or the words leave no doubt: people mistype, and plans
 * grow.
 */
final class PhoneDetector implements Detector {
  static final String TYPE = "PHONE";

  private static final int MAX_DIGITS = 17; // 15 of E.164 and an exit code
  private static final int MAX_GROUPS = 7;

  /** What may stand between two groups of one number. */
  private static final Set<String> JOINTS =
      Set.of(
          " ", "-", ".", "/", "(", ")", ") ", ")-", " (", "-(", " - ", ")/", " / ", ". ", ").",
          ") - ");

  private final List<String> regions;

  /** Numbers without a country code are read by the plans of these regions (ISO 3166). */
  PhoneDetector(List<String> regions) {
    Set<String> known = PhoneNumberUtil.getInstance().getSupportedRegions();
    for (String region : regions) {
      if (!known.contains(region)) {
        throw UserError.of(
            "redact.phone_regions: unknown region '" + region + "'",
            "the nearest is '"
                + Nearest.to(region, new TreeSet<>(known))
                + "' (ISO 3166, capitals)");
      }
    }
    this.regions = List.copyOf(regions);
  }

  @Override
  public void find(Page page, Findings findings) {
    int run = 0;
    while (run < page.runs()) {
      int last = run;
      int digits = page.runLength(run);
      while (last + 1 < page.runs() && isJoined(page, last)) {
        last++;
        digits += page.runLength(last);
      }
      if (digits >= 6) {
        findIn(page, run, last, findings);
      }
      run = last + 1;
    }
  }

  private static boolean isJoined(Page page, int run) {
    int end = page.runEnd(run);
    int next = page.runStart(run + 1);
    return next - end <= 3 && JOINTS.contains(page.text.substring(end, next));
  }

  /** Tries each stretch of the cluster of runs whose ends are not glued to a neighbour. */
  private void findIn(Page page, int first, int last, Findings findings) {
    int from = first;
    while (from <= last) {
      boolean mayStart = from == first || !isTight(page.at(page.runStart(from) - 1));
      from = mayStart ? findFrom(page, from, last, findings) : from + 1;
    }
  }

  /** Tries each stretch that begins at one run; gives the run to go on with. */
  private int findFrom(Page page, int from, int last, Findings findings) {
    int next = from + 1;
    int digits = 0;
    for (int to = from; to <= last && to < from + MAX_GROUPS; to++) {
      digits += page.runLength(to);
      if (digits > MAX_DIGITS) {
        break;
      }
      boolean glued = to < last && isTight(page.at(page.runEnd(to)));
      if (digits < 6 || glued) {
        continue;
      }
      PhoneShape shape = shape(page, from, to);
      double score = standsAlone(page, shape) ? score(shape) : 0;
      if (score > 0) {
        findings.add(TYPE, shape.start(), shape.end(), score);
        // no national number begins within one that has its country code
        next = page.at(shape.start()) == '+' ? to + 1 : next;
      }
    }
    return next;
  }

  private static boolean isTight(char joint) {
    return joint == '-' || joint == '.' || joint == ')';
  }

  private static PhoneShape shape(Page page, int from, int to) {
    StringBuilder digits = new StringBuilder();
    StringBuilder groups = new StringBuilder();
    StringBuilder separators = new StringBuilder();
    for (int run = from; run <= to; run++) {
      if (run > from) {
        separators.append(page.text, page.runEnd(run - 1), page.runStart(run));
      }
      digits.append(page.text, page.runStart(run), page.runEnd(run));
      groups.append((char) ('0' + page.runLength(run)));
    }
    int end = page.runEnd(to);
    return new PhoneShape(
        page,
        start(page, from, separators),
        end,
        PhoneExtension.end(page, end),
        digits.toString(),
        groups.toString(),
        separators.toString());
  }

  /** The start with the plus and the bracket that belong to the number. */
  private static int start(Page page, int from, CharSequence separators) {
    int start = page.runStart(from);
    if (page.at(start - 1) == '+') {
      start--;
    } else if (page.at(start - 1) == ' ' && page.at(start - 2) == '+') {
      start -= 2;
    }
    if (page.at(start - 1) == '(' && separators.toString().indexOf(')') >= 0) {
      start--;
      if (page.at(start - 1) == '+') {
        start--;
      }
    }
    return start;
  }

  private static boolean standsAlone(Page page, PhoneShape shape) {
    char before = page.at(shape.start() - 1);
    char after = page.at(shape.end());
    boolean clock =
        (before == ':' && Page.isDigit(page.at(shape.start() - 2)))
            || (after == ':' && Page.isDigit(page.at(shape.end() + 1)));
    return !clock
        && !Page.isWord(before)
        && !Page.isWord(after)
        && after != '%'
        && before != '+'
        && !page.insideLongerNumber(shape.start(), shape.end());
  }

  private double score(PhoneShape shape) {
    if (shape.isInternational()) {
      double score = internationalScore(shape);
      if (score > 0) {
        return score;
      }
    }
    if (!shape.isPlausible() || shape.looksLikeIpAddress()) {
      return 0;
    }
    PhoneCue cue = PhoneCue.of(shape.page(), shape.start(), shape.end());
    return cue == PhoneCue.AGAINST ? 0 : nationalScore(shape, cue == PhoneCue.FOR);
  }

  private double nationalScore(PhoneShape shape, boolean spoken) {
    boolean american = shape.isNorthAmerican();
    boolean trunk = shape.hasTrunk() && !shape.isBlock() && shape.digits().length() >= 9;
    if (!spoken && !american && !trunk && !shape.mayBeNorthAmerican()) {
      return 0; // not worth asking the numbering plans
    }
    if (isKnown(shape)) {
      return spoken ? 0.9 : american || trunk ? 0.75 : 0.55;
    }
    return spoken ? 0.65 : american ? 0.6 : 0;
  }

  private static double internationalScore(PhoneShape shape) {
    PhoneNumber number = parsed(shape.internationalDigits(), "ZZ");
    if (number == null) {
      return 0;
    }
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    if (util.isValidNumber(number)) {
      return 0.95;
    }
    if (shape.digits().length() < 8 || !util.isPossibleNumber(number)) {
      return 0;
    }
    return switch (PhoneCue.of(shape.page(), shape.start(), shape.end())) {
      case FOR -> 0.8;
      case NONE -> 0.6;
      case AGAINST -> 0;
    };
  }

  private boolean isKnown(PhoneShape shape) {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    for (String region : regions) {
      PhoneNumber number = parsed(shape.digits(), region);
      if (number != null && util.isValidNumberForRegion(number, region)) {
        return true;
      }
    }
    return false;
  }

  private static PhoneNumber parsed(String digits, String region) {
    try {
      return PhoneNumberUtil.getInstance().parse(digits, region.toUpperCase(Locale.ROOT));
    } catch (NumberParseException e) {
      return null;
    }
  }
}
