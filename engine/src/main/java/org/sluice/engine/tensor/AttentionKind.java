package org.sluice.engine.tensor;

import java.util.Optional;

/**
 * What an attention computes.
 *
 * @param queryHeads heads of the queries
 * @param keyHeads heads of keys and values; each serves queryHeads / keyHeads query heads
 * @param causal whether a query sees no key behind its own place
 * @param window how many keys a query sees, its own the last of them; 0 for all
 * @param scale factor on the scores
 * @param softCap limit of the scores by tanh; 0 for none
 */
public record AttentionKind(
    int queryHeads, int keyHeads, boolean causal, int window, double scale, double softCap) {
  /** Causal and nothing else, with scores over sqrt(dim). */
  public static AttentionKind causal(Heads heads) {
    double scale = 1 / Math.sqrt(heads.dim());
    return new AttentionKind(heads.query(), heads.keyValue(), true, 0, scale, 0);
  }

  /** The same with everything in sight. */
  public AttentionKind full() {
    return new AttentionKind(queryHeads, keyHeads, false, 0, scale, softCap);
  }

  /** The same within a window; 0 for none. */
  public AttentionKind within(int keys) {
    return new AttentionKind(queryHeads, keyHeads, causal, keys, scale, softCap);
  }

  /** The same with another factor on the scores. */
  public AttentionKind scaled(double factor) {
    return new AttentionKind(queryHeads, keyHeads, causal, window, factor, softCap);
  }

  /** The same with scores limited by tanh. */
  public AttentionKind capped(double limit) {
    return new AttentionKind(queryHeads, keyHeads, causal, window, scale, limit);
  }

  /** As the text wants it. */
  long[] shape(Optional<ScoreBias> bias, boolean before, int front) {
    long added = bias.map(b -> b.by().ordinal() + 1L).orElse(0L);
    return new long[] {queryHeads, keyHeads, window, causal ? 1 : 0, added, before ? 1 : 0, front};
  }
}
