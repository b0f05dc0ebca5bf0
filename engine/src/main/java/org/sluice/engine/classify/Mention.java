package org.sluice.engine.classify;

/**
 * A stretch of a text that a model has a label for.
 *
 * @param label without the letter that says whether it begins or goes on
 * @param start first code point
 * @param end one past the last code point
 * @param score mean probability of its words' labels
 */
public record Mention(String label, int start, int end, double score) {}
