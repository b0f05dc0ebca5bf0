package org.sluice.engine.model;

import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;

/**
 * Frequencies of rotary position embeddings, as transformers' modeling_rope_utils computes them.
 */
final class Rope {
  private Rope() {}

  /**
   * Radians a position for each pair of a head's channels: theta^(-2i/dim), changed by the
   * configuration's rope_type.
   */
  static float[] frequencies(ModelConfig config) {
    Map<?, ?> scaling = scaling(config);
    Object kind = scaling.containsKey("rope_type") ? scaling.get("rope_type") : scaling.get("type");
    float[] frequencies = new float[config.headDim() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double plain = Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
      frequencies[i] = (float) scaled(kind == null ? "default" : kind.toString(), plain, scaling);
    }
    return frequencies;
  }

  private static double scaled(String kind, double plain, Map<?, ?> scaling) {
    return switch (kind) {
      case "default" -> plain;
      case "linear" -> plain / number(scaling, "factor");
      case "llama3" -> llama3(plain, scaling);
      default ->
          throw UserError.of(
              "The model scales its positions by '" + kind + "'",
              "take a model with rope_type default, linear or llama3");
    };
  }

  /** Long waves are slowed by the factor, short ones kept, those between blended. */
  private static double llama3(double plain, Map<?, ?> scaling) {
    double factor = number(scaling, "factor");
    double low = number(scaling, "low_freq_factor");
    double high = number(scaling, "high_freq_factor");
    double length = number(scaling, "original_max_position_embeddings");
    double wave = 2 * Math.PI / plain;
    if (wave > length / low) {
      return plain / factor;
    } else if (wave < length / high) {
      return plain;
    }
    double smooth = (length / wave - low) / (high - low);
    return (1 - smooth) * plain / factor + smooth * plain;
  }

  private static Map<?, ?> scaling(ModelConfig config) {
    // transformers 5 writes rope_parameters, earlier ones rope_scaling
    for (String key : new String[] {"rope_parameters", "rope_scaling"}) {
      if (config.raw().get(key) instanceof Map<?, ?> map) {
        return map;
      }
    }
    return Map.of();
  }

  private static double number(Map<?, ?> scaling, String key) {
    if (scaling.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw UserError.of(
        "The model's config.json has no number '" + key + "' in its RoPE scaling",
        "take the configuration that belongs to the weights");
  }
}
