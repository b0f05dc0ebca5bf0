package org.sluice.engine.tokenizer;

import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;

/**
 * What a new tokenizer is to be.
 *
 * @param vocabSize tokens at most: special ones, the 256 bytes, merges or pieces
 * @param minFrequency a pair seen less often is not merged; pieces do not look at it
 * @param specialTokens ids 0, 1, 2, ... in this order
 * @param bosToken one of the special tokens, or empty for a model without
 * @param eosToken one of the special tokens
 * @param padToken one of the special tokens
 * @param chatTemplate Jinja, written into the tokenizer's settings
 */
public record VocabularyOptions(
    int vocabSize,
    long minFrequency,
    List<String> specialTokens,
    Optional<String> bosToken,
    String eosToken,
    String padToken,
    Optional<String> chatTemplate) {
  public VocabularyOptions {
    specialTokens = List.copyOf(specialTokens);
    int least = 256 + specialTokens.size();
    Check.that(vocabSize >= least, "vocab_size must be at least %d, got %d", least, vocabSize);
    Check.that(minFrequency >= 1, "min_frequency must be at least 1, got %d", minFrequency);
    Check.that(
        specialTokens.stream().distinct().count() == specialTokens.size(),
        "special_tokens must differ from each other, got %s",
        specialTokens);
    for (String role : List.of(bosToken.orElse(eosToken), eosToken, padToken)) {
      Check.that(specialTokens.contains(role), "special_tokens must contain '%s'", role);
    }
  }
}
