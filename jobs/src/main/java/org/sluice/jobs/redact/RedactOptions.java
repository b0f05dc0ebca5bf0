package org.sluice.jobs.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.base.UserError;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;

/** Settings of {@link Redact}. */
public record RedactOptions(
    @Setting(help = "Columns in which personal data is sought", def = "[text]")
        List<String> columns,
    @Setting(
            help =
                "Column with whole conversations (JSON list of role and content), redacted turn by"
                    + " turn; columns may be empty then",
            example = "messages")
        Optional<String> messagesColumn,
    @Setting(
            help = "What is sought and what becomes of it",
            def = "{EMAIL: tag, PHONE: tag, CARD: tag, IBAN: tag}",
            example = "{EMAIL: tag, PHONE: mask, CARD: hash, US_SSN: remove}")
        Map<String, Mode> entities,
    @Setting(
            help = "Countries whose phone numbers are found without a leading +",
            def = "[US, GB, DE, FR, ES, IT, IN, AU, BR, CN]")
        List<String> phoneRegions,
    @Setting(
            help =
                "A token classification model that finds names in place of the tagger that Sluice"
                    + " brings")
        Optional<TaggerOptions> tagger,
    @Setting(help = "What is found with less is left alone, 0 to 1", def = "0.5") double minScore,
    @Setting(help = "Other limits for single entities", example = "{PERSON: 0.8}")
        Map<String, Double> minScores,
    @Setting(
            help = "Values that are left alone, whatever their case",
            example = "[support@example.org, Jane Austen]")
        List<String> allow,
    @Setting(help = "Name of the environment variable that holds the key of the mode hash")
        Optional<String> hashKeyEnv,
    @Setting(
            help = "Column to add with what was found in the text: type, start, end, score",
            example = "entities")
        Optional<String> entitiesColumn,
    @Setting(
            help =
                "Made-up values of each entity that are sought beside the rows, to tell the recall",
            def = "25")
        int canaries,
    @Setting(help = "Another seed makes other canaries", def = "0") long canarySeed,
    @Setting(
            help = "Stops the run, and names the entity, when fewer of its canaries are found",
            def = "0.0")
        double minCanaryRecall) {

  public RedactOptions {
    Check.that(
        !columns.isEmpty() || messagesColumn.isPresent(),
        "columns must name at least one column, or messages_column be given");
    Check.that(!entities.isEmpty(), "entities must name at least one");
    Check.that(
        entitiesColumn.isEmpty() || columns.size() == 1 && messagesColumn.isEmpty(),
        "entities_column goes with a single column of text, got %s",
        columns);
    Check.that(canaries >= 0, "canaries must not be negative, got %s", canaries);
    Check.that(
        minCanaryRecall >= 0 && minCanaryRecall <= 1,
        "min_canary_recall must be in [0, 1], got %s",
        minCanaryRecall);
    Check.that(
        minCanaryRecall == 0 || canaries > 0, "min_canary_recall needs canaries, got %s", canaries);
    Check.that(minScore >= 0 && minScore <= 1, "min_score must be in [0, 1], got %s", minScore);
    for (Map.Entry<String, Double> limit : minScores.entrySet()) {
      Check.that(
          entities.containsKey(limit.getKey()),
          "min_scores names %s, which entities does not",
          limit.getKey());
      Check.that(
          limit.getValue() >= 0 && limit.getValue() <= 1,
          "min_scores must be in [0, 1], got %s",
          limit.getValue());
    }
    refuseUnknown(entities, new RedactorOptions(phoneRegions, minScore, minScores, allow, "", ""));
  }

  /** Names are checked when the recipe is read; whether the key is there, before the run. */
  private static void refuseUnknown(Map<String, Mode> entities, RedactorOptions options) {
    try {
      Redactor.of(entities, options.withHashKey("checked later"));
    } catch (UserError e) {
      throw new IllegalArgumentException("entities: " + e.getMessage(), e);
    }
  }

  /** All columns that are redacted. */
  List<String> allColumns() {
    List<String> all = new ArrayList<>(columns);
    messagesColumn.ifPresent(all::add);
    return all;
  }

  /** The redactor's own settings, the key read from this process's environment. */
  RedactorOptions redactor() {
    RedactorOptions options =
        new RedactorOptions(phoneRegions, minScore, minScores, allow, "", hashKeyEnv.orElse(""));
    return entities.containsValue(Mode.HASH) ? options.resolved() : options;
  }
}
