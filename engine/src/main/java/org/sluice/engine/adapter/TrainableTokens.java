package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import org.sluice.base.Check;

/**
 * Trainable tokens: rows of the embedding are trained, everything else is frozen. What PEFT calls
 * trainable_tokens_delta holds the rows themselves, not differences.
 */
public final class TrainableTokens extends Method {
  private static final long serialVersionUID = 1L;

  public TrainableTokens(Map<String, ?> given) {
    super(Defaults.trainableTokens(), given);
    List<Integer> tokens = settings().integers("token_indices");
    Check.that(!tokens.isEmpty(), "token_indices must name a token, got %s", tokens);
  }

  @Override
  boolean wantsTargets() {
    return false; // it knows its modules
  }

  @Override
  public String peftType() {
    return "TRAINABLE_TOKENS";
  }

  @Override
  void put(Attaching on) {
    TokenRows.put(
        on,
        settings().names("target_modules"),
        Map.of("", settings().raw("token_indices")),
        settings().flag("init_weights"),
        "");
    on.trainSaved(settings());
  }
}
