package org.sluice.engine.tokenizer;

/**
 * Token ids of a text and where each token lies in it.
 *
 * @param starts first code point of each token; a token that stands for nothing in the text (BOS)
 *     has start = end
 * @param ends code point after each token. Tokens that hold parts of one character share its place
 * @param words number of the word that each token is part of, by the tokenizer's own division; −1
 *     for one that stands for nothing in the text
 */
public record Encoded(int[] ids, int[] starts, int[] ends, int[] words) {}
