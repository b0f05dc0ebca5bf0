package org.sluice.jobs.clean;

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

  /**
   * Notes a row at a rule that alone decides on it.
   *
   * @param setting what the rule belongs to
   */
  void add(String setting, Checked checked, boolean isDropped) {
    add(setting, checked, isDropped ? Verdict.DROPPED : Verdict.PASSES);
  }

  /** Notes a row at all rules of profiles; the first one broken drops it. */
  void add(List<Judgement> judgements) {
    Verdict ifBroken = Verdict.DROPPED;
    for (Judgement judgement : judgements) {
      for (Checked checked : judgement.checks()) {
        add(judgement.profile(), checked, checked.isBroken() ? ifBroken : Verdict.PASSES);
        ifBroken = checked.isBroken() ? Verdict.BROKEN : ifBroken;
      }
    }
  }

  private void add(String profile, Checked checked, Verdict verdict) {
    tallies.add(
        new RuleTally.Rule(Clean.NAME, profile, checked.rule(), checked.limit(), checked.isMost()),
        checked.measured(),
        verdict);
  }

  void send(Consumer<Item> out) {
    tallies.send(out);
  }
}
