package org.sluice.jobs.clean;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RuleTallies;
import org.sluice.jobs.tables.RuleTally;
import org.sluice.jobs.tables.RuleTally.Verdict;
import org.sluice.text.rules.Checked;
import org.sluice.text.rules.Judgement;

/** How the rules of clean measured the rows of one task. */
final class RuleNotes {
  private final RuleTallies tallies = new RuleTallies();

  /** Tallies in the order of the checks: one row is checked like the one before it. */
  private final List<RuleTally> usual = new ArrayList<>();

  /**
   * Notes a row at a rule that alone decides on it.
   *
   * @param setting what the rule belongs to
   */
  void add(String setting, Checked checked, boolean isDropped) {
    tallies
        .of(rule(setting, checked))
        .add(checked.measured(), isDropped ? Verdict.DROPPED : Verdict.PASSES);
  }

  /** Notes a row at all rules of profiles; the first one broken drops it. */
  void add(List<Judgement> judgements) {
    Verdict ifBroken = Verdict.DROPPED;
    int at = 0;
    for (Judgement judgement : judgements) {
      for (Checked checked : judgement.checks()) {
        tally(at++, judgement.profile(), checked)
            .add(checked.measured(), checked.isBroken() ? ifBroken : Verdict.PASSES);
        ifBroken = checked.isBroken() ? Verdict.BROKEN : ifBroken;
      }
    }
  }

  private RuleTally tally(int at, String profile, Checked checked) {
    if (at == usual.size()) {
      usual.add(tallies.of(rule(profile, checked)));
    } else if (!isOf(usual.get(at).rule(), profile, checked)) {
      usual.set(at, tallies.of(rule(profile, checked)));
    }
    return usual.get(at);
  }

  private static boolean isOf(RuleTally.Rule rule, String profile, Checked checked) {
    return rule.name().equals(checked.rule())
        && rule.profile().equals(profile)
        && rule.threshold() == checked.limit()
        && rule.isMost() == checked.isMost();
  }

  private static RuleTally.Rule rule(String profile, Checked checked) {
    return new RuleTally.Rule(
        Clean.NAME, profile, checked.rule(), checked.limit(), checked.isMost());
  }

  void send(Consumer<Item> out) {
    tallies.send(out);
  }
}
