package org.sluice.pipelines.plan;

import org.sluice.base.config.Canonical;
import org.sluice.pipelines.recipe.NamedFiles;
import org.sluice.pipelines.recipe.RecipeStep;

/**
 * All that the result of a step depends on. Equal fingerprints, equal results.
 *
 * @param settings digest of the step's options
 * @param code version of the step's code
 * @param input the table that it reads, with its stamp
 * @param files digest of the files outside the run that it reads
 */
public record Fingerprint(String settings, String code, String input, String files) {

  static Fingerprint of(RecipeStep step, String input) {
    return new Fingerprint(
        Canonical.digest(step.options()),
        step.entry().step().get().codeVersion(),
        input,
        NamedFiles.digest(step));
  }

  /** Why a step with this fingerprint is not the one that has been done; empty when it is. */
  String changedSince(Fingerprint done) {
    if (!settings.equals(done.settings)) {
      return "settings changed";
    }
    if (!files.equals(done.files)) {
      return "input files changed";
    }
    if (!input.equals(done.input)) {
      return "input table changed";
    }
    return code.equals(done.code) ? "" : "new version of the step";
  }
}
