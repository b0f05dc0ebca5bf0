package org.sluice.text.privacy;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.base.Check;
import org.sluice.base.UserError;

/**
 * Settings of a {@link Redactor}.
 *
 * @param phoneRegions ISO 3166 regions whose national phone numbers are looked for; numbers with a
 *     leading + are found whatever their region
 * @param minScore findings below it are left alone
 * @param minScores other limits for single types
 * @param allow values that are left alone, whatever their case
 * @param hashKey the key of {@link Mode#HASH}, or empty
 * @param hashKeyEnv the environment variable that holds the key, or empty
 */
public record RedactorOptions(
    List<String> phoneRegions,
    double minScore,
    Map<String, Double> minScores,
    List<String> allow,
    String hashKey,
    String hashKeyEnv)
    implements Serializable {
  /** Regions of the languages that the cleaning step knows best. */
  public static final RedactorOptions DEFAULT =
      new RedactorOptions(
          List.of("US", "GB", "DE", "FR", "ES", "IT", "IN", "AU", "BR", "CN"),
          0.5,
          Map.of(),
          List.of(),
          "",
          "");

  public RedactorOptions {
    phoneRegions = List.copyOf(phoneRegions);
    minScores = new TreeMap<>(minScores);
    allow = List.copyOf(allow);
    Check.that(
        minScore >= 0 && minScore <= 1, "redact.min_score must be in [0, 1], got %s", minScore);
    Check.that(
        hashKey.isEmpty() || hashKeyEnv.isEmpty(),
        "redact.hash_key and redact.hash_key_env exclude each other: %s is given too",
        hashKeyEnv);
  }

  public RedactorOptions withHashKey(String key) {
    return new RedactorOptions(phoneRegions, minScore, minScores, allow, key, "");
  }

  public RedactorOptions withHashKeyEnv(String variable) {
    return new RedactorOptions(phoneRegions, minScore, minScores, allow, "", variable);
  }

  public RedactorOptions withPhoneRegions(List<String> regions) {
    return new RedactorOptions(regions, minScore, minScores, allow, hashKey, hashKeyEnv);
  }

  /** The same settings with limits for single types and values that are left alone. */
  public RedactorOptions withExceptions(Map<String, Double> scores, List<String> values) {
    return new RedactorOptions(phoneRegions, minScore, scores, values, hashKey, hashKeyEnv);
  }

  /** The least score of a type. */
  public double minScore(String type) {
    return minScores.getOrDefault(type, minScore);
  }

  public RedactorOptions withMinScore(double score) {
    return new RedactorOptions(phoneRegions, score, minScores, allow, hashKey, hashKeyEnv);
  }

  /**
   * The same settings with the key read from the environment of this process: to be called where
   * the variable is set (the driver) before the settings travel to where it is not.
   */
  public RedactorOptions resolved() {
    if (hashKeyEnv.isEmpty()) {
      return this;
    }
    String key = System.getenv(hashKeyEnv);
    if (key == null || key.isEmpty()) {
      throw UserError.of(
          "the environment variable " + hashKeyEnv + " (redact.hash_key_env) is not set",
          "export it with the secret key, or choose another mode than hash");
    }
    return withHashKey(key);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "RedactorOptions[phoneRegions=%s, minScore=%s, minScores=%s, hashKey=%s, hashKeyEnv=%s]"
        .formatted(
            phoneRegions, minScore, minScores, hashKey.isEmpty() ? "" : "(hidden)", hashKeyEnv);
  }
}
