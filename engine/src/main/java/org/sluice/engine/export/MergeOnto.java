package org.sluice.engine.export;

/** Onto which weights an adapter is merged when it was trained beside quantised ones. */
public enum MergeOnto {
  /** Not decided: merging such an adapter is refused. */
  UNDECIDED,
  /**
   * The base's own weights, at full precision. The merged model is a little different from the one
   * that was trained and evaluated, by the rounding of the base.
   */
  ORIGINAL
}
