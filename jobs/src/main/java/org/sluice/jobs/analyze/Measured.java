package org.sluice.jobs.analyze;

import java.io.Serializable;

/**
 * What is known of one row.
 *
 * @param order a hash by which rows are sampled, whatever their order
 * @param text hash of the text, for copies
 * @param language ISO 639-3 code
 * @param characters of the text
 * @param scores in the order of {@link Limit#all}
 */
record Measured(long order, long text, String language, int characters, double[] scores)
    implements Serializable {}
