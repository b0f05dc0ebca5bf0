package org.sluice.engine.model;

import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;

/** Tensors of a file that no part of a model reads. */
public final class Surplus {
  /** Tables that old files carry along, other heads, and layers for foretelling several tokens. */
  private static final Pattern NEEDLESS =
      Pattern.compile(
          ".*(rotary_emb\\.inv_freq|rotary_pos_emb\\.inv_freq|masked_bias|position_ids|rope_freqs)"
              + ".*|.*\\.(attn|attention)\\.bias|(.*\\.)?lm_head\\..*|embed_out\\..*|cls\\..*"
              + "|lm_predictions\\..*|mask_predictions\\..*|.*(pooler|classifier|score|qa_outputs)\\..*"
              + "|classification_head\\..*|final_logits_bias|(.*\\.)?shared\\.weight"
              + "|.*embed_tokens\\.weight|.*enorm\\..*|.*hnorm\\..*|.*eh_proj\\..*|.*shared_head\\..*");

  private Surplus() {}

  /**
   * Refuses a checkpoint with a tensor that is neither used nor known to be needless.
   *
   * @param needless starts of names that another task of the same file reads
   * @throws UserError that names the first such tensor
   */
  public static void refuse(Checkpoint checkpoint, Set<String> used, Set<String> needless) {
    checkpoint.tensors().stream()
        .filter(name -> !used.contains(name) && !NEEDLESS.matcher(name).matches())
        .filter(name -> needless.stream().noneMatch(name::startsWith))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw UserError.at(
                  checkpoint.path(),
                  Shown.of(name),
                  "is a tensor that this architecture with this configuration does not have",
                  CheckpointWeights.REMEDY);
            });
  }
}
