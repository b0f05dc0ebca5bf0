package org.sluice.text.privacy.ner.network;

/**
 * A stretch of text that may have a label, in UTF-16 units.
 *
 * @param label PER, LOC or ORG
 * @param start first unit
 * @param end one past the last unit
 * @param probability that the label begins and ends just there
 */
public record Span(String label, int start, int end, double probability) {}
