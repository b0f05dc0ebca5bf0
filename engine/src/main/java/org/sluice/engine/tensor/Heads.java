package org.sluice.engine.tensor;

/**
 * The heads of an attention.
 *
 * @param query query heads
 * @param keyValue heads of keys and values; each serves query / keyValue query heads
 * @param dim width of a head
 */
public record Heads(int query, int keyValue, int dim) {}
