package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Llama 3's scaling of positions in a GGUF file: not its settings but a table of what each rotary
 * frequency is divided by ({@code rope_freqs.weight}, written by llama.cpp's converter).
 */
final class GgufRope {
  private static final double LOW = 1;
  private static final double HIGH = 4;
  private static final int LENGTH = 8192;

  private GgufRope() {}

  /**
   * The settings that give this table; all published models share them but for the factor.
   *
   * @param divisors one for each pair of a head's channels
   * @return empty when no factor gives this table
   */
  static Optional<ObjectNode> settings(float[] divisors, double theta) {
    double factor = 1;
    for (float divisor : divisors) {
      factor = Math.max(factor, divisor);
    }
    for (int i = 0; i < divisors.length; i++) {
      double wave = 2 * Math.PI * Math.pow(theta, (double) i / divisors.length);
      if (!(Math.abs(divisors[i] - divisor(wave, factor)) <= 1e-3 * factor)) {
        return Optional.empty();
      }
    }
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("rope_type", "llama3").put("factor", factor);
    json.put("low_freq_factor", LOW).put("high_freq_factor", HIGH);
    return Optional.of(json.put("original_max_position_embeddings", LENGTH));
  }

  /**
   * The table of settings; empty where they are not those that {@link #settings} knows.
   *
   * @param pairs of a head's channels
   */
  static Optional<float[]> table(Map<String, Object> settings, double theta, int pairs) {
    float[] table = new float[pairs];
    double factor = settings.get("factor") instanceof Number number ? number.doubleValue() : 1;
    for (int i = 0; i < pairs; i++) {
      double wave = 2 * Math.PI * Math.pow(theta, (double) i / pairs);
      table[i] = (float) divisor(wave, factor);
    }
    boolean usual =
        is(settings, "low_freq_factor", LOW)
            && is(settings, "high_freq_factor", HIGH)
            && is(settings, "original_max_position_embeddings", LENGTH);
    return usual ? Optional.of(table) : Optional.empty();
  }

  private static boolean is(Map<String, Object> settings, String key, double value) {
    return settings.get(key) instanceof Number number && number.doubleValue() == value;
  }

  /** Short waves are kept, long ones stretched by the factor, those between blended. */
  static double divisor(double wave, double factor) {
    if (wave < LENGTH / HIGH) {
      return 1;
    } else if (wave > LENGTH / LOW) {
      return factor;
    }
    double smooth = (LENGTH / wave - LOW) / (HIGH - LOW);
    return 1 / ((1 - smooth) / factor + smooth);
  }
}
