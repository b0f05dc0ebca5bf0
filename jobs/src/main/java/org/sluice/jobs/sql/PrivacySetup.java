package org.sluice.jobs.sql;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.cluster.Slots;
import org.sluice.jobs.redact.ModelTagger;
import org.sluice.jobs.redact.TaggerOptions;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;

/**
 * How the functions on personal data find it.
 *
 * @param tagger the user's model for names; null for the one that Sluice brings
 * @param threads native threads of an executor for that model
 */
public record PrivacySetup(RedactorOptions options, TaggerOptions tagger, int threads)
    implements Serializable {
  /** Without a key and with Sluice's own tagger. */
  public static final PrivacySetup USUAL = new PrivacySetup(RedactorOptions.DEFAULT, null, 1);

  /**
   * A setup, its environment variable and its model looked at on the driver.
   *
   * @param hashKeyEnv environment variable with the key of the mode hash; empty for none
   * @param tagger folder of a token classification model or its place on a hub; empty for none
   * @param labels what the model's labels mean, as {@code PER=PERSON}; empty for the usual meanings
   * @throws UserError when the variable is not set or the model does not fit
   */
  public static PrivacySetup of(String hashKeyEnv, String tagger, Collection<String> labels) {
    RedactorOptions options = RedactorOptions.DEFAULT.withHashKeyEnv(hashKeyEnv).resolved();
    if (tagger.isEmpty()) {
      return new PrivacySetup(options, null, 1);
    }
    Map<String, String> meanings = new TreeMap<>();
    for (String label : labels) {
      String[] parts = label.strip().split("=", 2);
      if (parts.length < 2) {
        throw UserError.of("tagger labels: '" + label + "' has no meaning", "write PER=PERSON");
      }
      meanings.put(parts[0].strip(), parts[1].strip());
    }
    TaggerOptions model = TaggerOptions.of(tagger, meanings);
    int threads = Slots.nativeThreads(SparkSession.active().sparkContext());
    ModelTagger.of(model, threads);
    return new PrivacySetup(options, model, threads);
  }

  /** The same for labels in one text, with commas between. */
  static PrivacySetup of(String hashKeyEnv, String tagger, String labels) {
    return of(
        hashKeyEnv, tagger, labels.isBlank() ? Arrays.asList() : Arrays.asList(labels.split(",")));
  }

  Redactor redactor(Map<String, Mode> modes) {
    return tagger == null
        ? Redactor.of(modes, options)
        : Redactor.of(modes, options, ModelTagger.of(tagger, threads));
  }
}
