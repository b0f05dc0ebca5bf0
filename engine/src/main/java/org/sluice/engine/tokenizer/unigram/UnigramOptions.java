package org.sluice.engine.tokenizer.unigram;

import org.sluice.base.Check;

/**
 * How pieces are learnt; the defaults are SentencePiece's.
 *
 * @param pieces how many are wanted
 * @param characterCoverage share of the characters seen that are pieces by themselves, the most
 *     frequent first; the others are unknown
 * @param maxPieceLength code points of a piece at most
 * @param seedPieces how many the first model has
 * @param shrinkingFactor share of the pieces that stays in a round of pruning
 * @param subIterations rounds of expectation and maximisation between two prunings
 */
public record UnigramOptions(
    int pieces,
    double characterCoverage,
    int maxPieceLength,
    int seedPieces,
    double shrinkingFactor,
    int subIterations) {
  public UnigramOptions {
    Check.that(pieces >= 1, "pieces must be at least 1, got %d", pieces);
    Check.that(
        characterCoverage > 0 && characterCoverage <= 1,
        "character_coverage must be in (0, 1], got %s",
        characterCoverage);
    Check.that(maxPieceLength >= 1, "max_piece_length must be at least 1, got %d", maxPieceLength);
    Check.that(
        shrinkingFactor > 0 && shrinkingFactor < 1,
        "shrinking_factor must be in (0, 1), got %s",
        shrinkingFactor);
  }

  /** SentencePiece's settings for so many pieces. */
  public static UnigramOptions of(int pieces, double characterCoverage) {
    return new UnigramOptions(pieces, characterCoverage, 16, 1_000_000, 0.75, 2);
  }
}
