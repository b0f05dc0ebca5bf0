package org.sluice.engine.train;

/**
 * One optimiser step, over all ranks.
 *
 * @param step number of the step, from 1
 * @param loss mean cross entropy a target token, in nats, before the step
 * @param gradNorm Euclidean norm of the gradient of that mean, before clipping
 * @param learningRate the rate that the step used
 * @param tokens tokens that went through the model
 * @param targetTokens tokens that had a label
 * @param seconds wall time of the step on this rank
 */
public record StepReport(
    int step,
    double loss,
    double gradNorm,
    double learningRate,
    long tokens,
    long targetTokens,
    double seconds) {}
