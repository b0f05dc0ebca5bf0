package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

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

  /** Reads a config.json alone. */
  public static ModelConfig read(Path file) {
    return ConfigReader.read(file, Json.object(file), MissingNode.getInstance());
  }

  /** The same with one setting of config.json replaced or added. */
  public ModelConfig with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(raw);
    changed.put(key, value);
    return new ModelConfig(
        modelType,
        vocabSize,
        hiddenSize,
        intermediateSize,
        numHiddenLayers,
        numAttentionHeads,
        numKeyValueHeads,
        headDim,
        rmsNormEps,
        ropeTheta,
        maxPositionEmbeddings,
        tieWordEmbeddings,
        bosTokenId,
        eosTokenIds,
        changed);
  }

  /** Whether config.json has this key, and not null. */
  public boolean has(String key) {
    return raw.get(key) != null;
  }

  /**
   * A whole number of config.json.
   *
   * @throws UserError when it is something else
   */
  public int integer(String key, int missing) {
    return value(key, Integer.class, "a whole number", missing);
  }

  /** A number of config.json. */
  public double decimal(String key, double missing) {
    return value(key, Number.class, "a number", missing).doubleValue();
  }

  /** A yes or no of config.json. */
  public boolean flag(String key, boolean missing) {
    return value(key, Boolean.class, "true or false", missing);
  }

  /** A word of config.json. */
  public String text(String key, String missing) {
    return value(key, String.class, "a text", missing);
  }

  private <T> T value(String key, Class<T> type, String kind, T missing) {
    Object value = raw.get(key);
    if (value == null) {
      return missing;
    }
    if (!type.isInstance(value)) {
      throw wrong(key, kind, value);
    }
    return type.cast(value);
  }

  /** A list of config.json; empty where there is none. */
  public List<?> list(String key) {
    Object value = raw.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list", value);
  }

  /** A map of config.json; empty where there is none. */
  public Map<?, ?> map(String key) {
    Object value = raw.get(key);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong(key, "a map", value);
  }

  private static UserError wrong(String key, String wanted, Object value) {
    return UserError.of(
        "config.json must have %s at '%s', got %s".formatted(wanted, key, Shown.of(value)),
        "take the config.json that came with the weights");
  }
}
