package org.sluice.jobs.dedup;

import java.io.Serializable;

/**
 * What is compared of a row instead of its text.
 *
 * @param high first half of the text's 128-bit hash
 * @param low second half
 * @param bands a hash for each band of MinHash; none when the text has fewer words than a shingle
 */
record Signature(long high, long low, long[] bands) implements Serializable {}
