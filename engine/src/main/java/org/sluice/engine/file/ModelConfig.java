package org.sluice.engine.file;

import java.util.List;
import java.util.Map;

/**
 * What a decoder-only transformer is made of, under the names that {@code config.json} uses.
 *
 * @param modelType {@code llama}, ...: one of {@link Architecture}
 * @param headDim width of one attention head; {@code hiddenSize / numAttentionHeads} unless given
 * @param ropeTheta base of the rotary frequencies: theta^(-2i/headDim)
 * @param tieWordEmbeddings the output head is the embedding matrix
 * @param bosTokenId first token of a text, -1 when the model has none
 * @param eosTokenIds tokens that end a text, possibly none
 * @param raw the whole {@code config.json}; for a GGUF file the equivalent one
 */
public record ModelConfig(
    String modelType,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    double rmsNormEps,
    double ropeTheta,
    int maxPositionEmbeddings,
    boolean tieWordEmbeddings,
    int bosTokenId,
    List<Integer> eosTokenIds,
    Map<String, Object> raw) {
  public ModelConfig {
    eosTokenIds = List.copyOf(eosTokenIds);
  }
}
