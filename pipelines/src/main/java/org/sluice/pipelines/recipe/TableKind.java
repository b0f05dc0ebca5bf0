package org.sluice.pipelines.recipe;

/** What kind of table a step reads or leaves; the next step takes the newest of its kind. */
public enum TableKind {
  /** No table of the run. */
  NONE,
  /** Rows of text: documents, cleaned, deduplicated, redacted. */
  DOCUMENTS,
  /** Prompts with answers; where nothing was formatted, the documents. */
  SAMPLES,
  /** Token blocks for training. */
  BLOCKS,
  /** Held-out samples as tokens, for evaluation. */
  TEST_ROWS
}
