package org.sluice.engine.tokenizer.unigram;

/**
 * A piece of words.
 *
 * @param score its log probability, in nats
 */
public record Piece(String text, double score) {}
