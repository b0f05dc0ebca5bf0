package org.sluice.engine.model;

import java.util.List;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;

/**
 * Frequencies of rotary position embeddings and their scaling to longer texts, as transformers'
 * modeling_rope_utils computes them. Channels: those of a head that turn; theta: the base.
 */
final class RopeScaling {
  private final ModelConfig config;
  private final Map<?, ?> settings;
  private final String kind;
  private final int channels;
  private final double theta;

  private RopeScaling(ModelConfig config, Map<?, ?> settings, int headDim, double share) {
    this.config = config;
    this.settings = settings;
    Object type =
        settings.get("rope_type") == null ? settings.get("type") : settings.get("rope_type");
    kind = type == null ? "default" : type.toString();
    theta = number("rope_theta", config.decimal("rope_theta", config.ropeTheta()));
    double inFile = config.decimal("partial_rotary_factor", share);
    channels = (int) (headDim * number("partial_rotary_factor", inFile));
    switch (kind) {
      case "default", "linear", "dynamic", "yarn", "llama3", "longrope", "su" -> {}
      default ->
          throw UserError.of(
              "The model scales its positions by '" + kind + "'",
              "take a model with rope_type default, linear, dynamic, yarn, llama3 or longrope");
    }
  }

  /** Of a model whose layers all turn alike; {@code share} of the channels unless it says so. */
  static RopeScaling of(ModelConfig config, int headDim, double share) {
    return new RopeScaling(config, settings(config), headDim, share);
  }

  /** Of the layers of one type in a model with several. */
  static RopeScaling ofLayers(ModelConfig config, String layerType, int headDim) {
    Object own = settings(config).get(layerType);
    return new RopeScaling(config, own instanceof Map<?, ?> map ? map : Map.of(), headDim, 1);
  }

  /** Of one base and no scaling. */
  static RopeScaling plain(ModelConfig config, double theta, int channels) {
    return new RopeScaling(config, Map.of("rope_theta", theta), channels, 1);
  }

  /** transformers 5 writes rope_parameters, earlier ones rope_scaling and a base beside it. */
  static Map<?, ?> settings(ModelConfig config) {
    return config.has("rope_parameters")
        ? config.map("rope_parameters")
        : config.map("rope_scaling");
  }

  /** Channels of a head that turn. */
  int channels() {
    return channels;
  }

  /** Whether the frequencies depend on the length of the text. */
  boolean changes() {
    return kind.equals("dynamic") || longRope();
  }

  /** Whether LongRoPE's table for long texts begins at this length. */
  boolean switchesAt(int longest) {
    return longRope() && longest == (int) originalLength() + 1;
  }

  /** Whether a text of this length turns otherwise than one that is a token shorter. */
  boolean turnsAnewAt(int length) {
    boolean grows = kind.equals("dynamic") && length > config.maxPositionEmbeddings();
    return grows || switchesAt(length);
  }

  private boolean longRope() {
    return kind.equals("longrope") || kind.equals("su");
  }

  /** Radians a position for each pair of channels. */
  float[] frequencies(int longest) {
    double base = theta;
    if (kind.equals("dynamic")) {
      // NTK: the base grows with the text (emozilla 2023)
      double factor = number("factor");
      double length = config.maxPositionEmbeddings();
      double ratio = factor * Math.max(longest, length) / length - (factor - 1);
      base *= Math.pow(ratio, channels / (channels - 2.0));
    }
    float[] frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double plain = Math.pow(base, -2.0 * i / channels);
      frequencies[i] = (float) scaled(i, plain, longest);
    }
    return frequencies;
  }

  private double scaled(int i, double plain, int longest) {
    return switch (kind) {
      case "linear" -> plain / number("factor");
      case "llama3" -> llama3(plain);
      case "yarn" -> yarn(i, plain);
      case "longrope", "su" -> plain / factors(longest).get(i);
      default -> plain;
    };
  }

  /** Long waves are slowed by the factor, short ones kept, those between blended. */
  private double llama3(double plain) {
    double factor = number("factor");
    double low = number("low_freq_factor");
    double high = number("high_freq_factor");
    double length = originalLength();
    double wave = 2 * Math.PI / plain;
    if (wave > length / low) {
      return plain / factor;
    } else if (wave < length / high) {
      return plain;
    }
    double smooth = (length / wave - low) / (high - low);
    return (1 - smooth) * plain / factor + smooth * plain;
  }

  /** A ramp over the channels from kept to slowed frequencies (Peng et al. 2023). */
  private double yarn(int i, double plain) {
    double low = turns(number("beta_fast", 32));
    double high = turns(number("beta_slow", 1));
    if (!Boolean.FALSE.equals(settings.get("truncate"))) {
      low = Math.floor(low);
      high = Math.ceil(high);
    }
    low = Math.max(low, 0);
    high = Math.min(high, channels - 1);
    double ramp = (i - low) / (low == high ? 0.001 : high - low);
    double slowed = Math.min(Math.max(ramp, 0), 1);
    return plain / factor() * slowed + plain * (1 - slowed);
  }

  /** The channel that makes so many turns within the original length. */
  private double turns(double count) {
    return channels * Math.log(originalLength() / (count * 2 * Math.PI)) / (2 * Math.log(theta));
  }

  private List<Double> factors(int longest) {
    String key = longest > originalLength() ? "long_factor" : "short_factor";
    if (!(settings.get(key) instanceof List<?> list) || list.size() != channels / 2) {
      throw missing(key, "list of " + channels / 2 + " numbers");
    }
    return list.stream().map(n -> ((Number) n).doubleValue()).toList();
  }

  /** Factor on cosines and sines, hence its square on the scores. */
  double strength() {
    if (!kind.equals("yarn") && !longRope()) {
      return 1;
    }
    if (settings.get("attention_factor") instanceof Number number) {
      return number.doubleValue();
    }
    double factor = factor();
    if (longRope()) {
      return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalLength()));
    }
    double one = number("mscale", 0);
    double all = number("mscale_all_dim", 0);
    return one != 0 && all != 0 ? scale(factor, one) / scale(factor, all) : scale(factor, 1);
  }

  /** Factor on the scores of models that scale them too (DeepSeek-V3). */
  double scoreFactor() {
    double all = number("mscale_all_dim", 0);
    return kind.equals("default") || all == 0 ? 1 : Math.pow(scale(number("factor"), all), 2);
  }

  private static double scale(double factor, double strength) {
    return factor <= 1 ? 1 : 0.1 * strength * Math.log(factor) + 1;
  }

  private double factor() {
    return number("factor", config.maxPositionEmbeddings() / originalLength());
  }

  /** Phi-3 keeps it outside of the map, and that one counts. */
  private double originalLength() {
    return config.decimal(
        "original_max_position_embeddings",
        number("original_max_position_embeddings", config.maxPositionEmbeddings()));
  }

  private double number(String key, double missing) {
    return settings.get(key) instanceof Number number ? number.doubleValue() : missing;
  }

  private double number(String key) {
    if (settings.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw missing(key, "number");
  }

  private static UserError missing(String key, String what) {
    return UserError.of(
        "The model's config.json has no " + what + " '" + key + "' in its RoPE scaling",
        "take the configuration that belongs to the weights");
  }
}
