package org.sluice.jobs.clean;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.Fields;
import org.sluice.jobs.clean.CleanOptions.ClassifierOptions;
import org.sluice.jobs.clean.CleanOptions.LanguageOptions;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.fasttext.FastTextModel;
import org.sluice.text.importance.Importance;
import org.sluice.text.language.Identified;
import org.sluice.text.language.LanguageCodes;
import org.sluice.text.language.LanguageIdentifier;
import org.sluice.text.normalize.Normalizer;
import org.sluice.text.perplexity.Buckets;
import org.sluice.text.rules.Checked;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;

/** All that clean does to a row: normalise its texts, identify the language, judge, note scores. */
final class Judging implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final String LANGUAGE_RULE = "language";
  private static final String ENCODED_TWICE = "encoded twice";

  private final Fields fields;
  private final Normalizer normalizer; // null: texts stay as they are
  private final LanguageIdentifier identifier; // null: not wanted
  private final Set<String> languages; // empty: all
  private final double minScore;
  private final String languageModel; // null: the identifier of our own
  private final Lists lists;
  private final List<ClassifierOptions> classifiers;
  private final List<PerplexityOptions> perplexity; // empty: not wanted
  private final List<ImportanceOptions> importance;
  private final String assumedLanguage;
  private final Judge judge; // null: no rules
  private final boolean rewrites; // some profile changes what the next one sees
  private final boolean keepScores;
  private final List<String> listColumns; // of how many entries a row has
  private final String[] columns; // of scores

  Judging(Fields fields, CleanOptions options, Lists lists) {
    this.fields = fields;
    this.lists = lists;
    this.normalizer = options.normalize().normalizer().orElse(null);
    this.identifier = options.language().isPresent() ? new LanguageIdentifier() : null;
    this.languages =
        options.language().stream()
            .flatMap(language -> language.keep().stream())
            .map(LanguageCodes::canonical)
            .collect(Collectors.toUnmodifiableSet());
    this.minScore = options.language().map(LanguageOptions::minScore).orElse(0.0);
    this.languageModel = options.language().flatMap(LanguageOptions::model).orElse(null);
    this.classifiers = List.copyOf(options.classifiers());
    this.perplexity = List.copyOf(options.perplexity());
    this.importance = List.copyOf(options.importance());
    this.assumedLanguage = options.assumeLanguage();
    this.judge = options.profiles().isEmpty() ? null : options.judge();
    this.rewrites = judge != null && judge.rewrites();
    this.keepScores = options.keepScores() && judge != null;
    this.listColumns = options.keepScores() ? Lists.columns(options.lists()) : List.of();
    this.columns = keepScores ? judge.columns().toArray(String[]::new) : new String[0];
  }

  /** The columns of rows that are kept: those of the input, the language, and the scores. */
  StructType schema(StructType input) {
    StructType schema = input;
    if (identifier != null) {
      schema = schema.add("lang", DataTypes.StringType).add("lang_score", DataTypes.DoubleType);
    }
    for (ClassifierOptions classifier : classifiers) {
      schema = schema.add(classifier.name(), DataTypes.DoubleType);
    }
    if (!perplexity.isEmpty()) {
      schema = schema.add("perplexity", DataTypes.DoubleType).add("bucket", DataTypes.StringType);
    }
    for (String column : ImportanceOptions.columns(importance)) {
      schema = schema.add(column, DataTypes.DoubleType);
    }
    for (String column : listColumns) {
      schema = schema.add(column, DataTypes.DoubleType);
    }
    for (String column : columns) {
      schema = schema.add(column, DataTypes.DoubleType);
    }
    return schema;
  }

  @Override
  public Worker open() {
    int more =
        (identifier == null ? 0 : 2)
            + classifiers.size()
            + (perplexity.isEmpty() ? 0 : 2)
            + 2 * importance.size()
            + listColumns.size()
            + columns.length;
    RuleNotes notes = new RuleNotes();
    return new Worker() {
      @Override
      public void accept(Object[] row, Consumer<Item> out) {
        Object[] kept = Arrays.copyOf(row, row.length + more);
        normalize(kept, out);
        if (fields.isTest(row)) {
          out.accept(new Item.Kept(kept));
        } else {
          judge(kept, row.length, notes, out);
        }
      }

      @Override
      public void end(Consumer<Item> out) {
        notes.send(out);
      }
    };
  }

  private void normalize(Object[] row, Consumer<Item> out) {
    if (normalizer == null) {
      return;
    }
    boolean mended = false;
    for (int at : fields.texts()) {
      String text = (String) row[at];
      if (text != null) {
        row[at] = normalizer.normalize(text);
        mended |= !text.equals(row[at]) && normalizer.mendsEncoding(text);
      }
    }
    if (mended) {
      out.accept(
          new Item.Aside(
              Schemas.REPAIRS_TABLE, new Object[] {fields.id(row), ENCODED_TWICE, Clean.NAME}));
    }
  }

  /**
   * Judges a row, and sends it on or the reason why it goes.
   *
   * @param next the first place behind the columns of the input
   */
  private void judge(Object[] row, int next, RuleNotes notes, Consumer<Item> out) {
    String text = fields.joined(row);
    int scores = row.length - columns.length;
    Item dropped = byLists(row, scores - listColumns.size(), text, notes);
    String language = assumedLanguage;
    int at = next;
    if (dropped == null && identifier != null) {
      Identified identified = identify(text);
      language = identified.code();
      dropped = byLanguage(row, at, identified, notes);
      at += 2;
    }
    if (dropped == null) {
      dropped = byClassifiers(row, at, text, notes);
      at += classifiers.size();
    }
    if (dropped == null && !perplexity.isEmpty()) {
      dropped = byPerplexity(row, at, text, language, notes);
      at += 2;
    }
    if (dropped == null) {
      dropped = byImportance(row, at, text, notes);
    }
    if (dropped == null && judge != null) {
      dropped = byProfiles(row, scores, text, language, notes, out);
    }
    out.accept(dropped == null ? new Item.Kept(row) : dropped);
  }

  private Item byLists(Object[] row, int first, String text, RuleNotes notes) {
    int[] asked = {0};
    Lists.Hit hit =
        lists.hit(
            row,
            text,
            list -> {
              notes.add("lists", list, list.isBroken());
              if (!listColumns.isEmpty()) {
                row[first + asked[0]++] = list.measured();
              }
            });
    return hit == null
        ? null
        : dropped(row, hit.list().name(), hit.found(), hit.list().most(), "list");
  }

  private Item byLanguage(Object[] row, int at, Identified identified, RuleNotes notes) {
    row[at] = identified.code();
    row[at + 1] = identified.score();
    if (languages.isEmpty()) {
      return null;
    }
    boolean unwanted = !languages.contains(identified.code()) || identified.score() < minScore;
    Checked asked = new Checked(LANGUAGE_RULE, minScore, false, identified.score());
    notes.add(LANGUAGE_RULE, asked, unwanted);
    return unwanted
        ? dropped(row, LANGUAGE_RULE, identified.score(), minScore, identified.code())
        : null;
  }

  private Item byClassifiers(Object[] row, int first, String text, RuleNotes notes) {
    int at = first;
    for (ClassifierOptions classifier : classifiers) {
      double score =
          FastTextModels.of(classifier.model())
              .probability(text.replace('\n', ' '), classifier.label());
      row[at++] = score;
      Checked asked = new Checked(classifier.name(), classifier.minScore(), false, score);
      notes.add("classifiers", asked, asked.isBroken());
      if (asked.isBroken()) {
        return dropped(row, classifier.name(), score, classifier.minScore(), classifier.label());
      }
    }
    return null;
  }

  private Item byPerplexity(Object[] row, int at, String text, String language, RuleNotes notes) {
    PerplexityOptions model = modelFor(language);
    double measured = model == null ? Double.NaN : NgramModels.of(model).of(text);
    row[at] = number(measured);
    row[at + 1] = bucket(model, measured);
    if (model == null || model.max() <= 0) {
      return null;
    }
    Checked asked = new Checked("perplexity", model.max(), true, measured);
    notes.add("perplexity", asked, asked.isBroken());
    return asked.isBroken()
        ? dropped(row, "perplexity", measured, model.max(), model.model())
        : null;
  }

  private Item byImportance(Object[] row, int first, String text, RuleNotes notes) {
    int at = first;
    for (ImportanceOptions model : importance) {
      Importance.Scores scores = ImportanceModels.of(model.model()).of(text, model.length());
      row[at++] = number(scores.importance());
      row[at++] = number(scores.corrected());
      if (model.min() != null) {
        Checked asked = new Checked(model.column(), model.min(), false, scores.importance());
        notes.add("importance", asked, asked.isBroken());
        if (asked.isBroken()) {
          return dropped(row, model.column(), scores.importance(), model.min(), model.model());
        }
      }
    }
    return null;
  }

  private Item byProfiles(
      Object[] row, int at, String text, String language, RuleNotes notes, Consumer<Item> out) {
    List<Judgement> judgements =
        rewrites ? judge.judgeInTurn(text, language) : judge.judge(text, language);
    notes.add(judgements);
    for (Judgement judgement : judgements) {
      if (!judgement.keep()) {
        if (keepScores) {
          out.accept(refused(fields.id(row), judgements));
        }
        return dropped(
            row,
            judgement.reason(),
            judgement.measured(),
            judgement.threshold(),
            judgement.profile());
      }
      if (judgement.text() != null) {
        row[fields.texts()[0]] = judgement.text();
      }
    }
    if (keepScores) {
      double[] values = judge.values(judgements);
      for (int i = 0; i < values.length; i++) {
        row[at + i] = number(values[i]);
      }
    }
    return null;
  }

  /** All that is known of a row that goes, for who wants to try other limits. */
  private Item refused(String id, List<Judgement> judgements) {
    String[] broken =
        judgements.stream()
            .flatMap(judgement -> judgement.checks().stream())
            .filter(Checked::isBroken)
            .map(Checked::rule)
            .toArray(String[]::new);
    Double[] scores =
        Arrays.stream(judge.values(judgements)).mapToObj(Judging::number).toArray(Double[]::new);
    return new Item.Aside(Schemas.REFUSED_TABLE, new Object[] {id, broken, columns, scores});
  }

  /** The first model that serves a language; null when none does. */
  private PerplexityOptions modelFor(String language) {
    for (PerplexityOptions candidate : perplexity) {
      if (candidate.serves(language)) {
        return candidate;
      }
    }
    return null;
  }

  private static String bucket(PerplexityOptions asked, double measured) {
    if (asked == null) {
      return Buckets.UNKNOWN;
    }
    return Double.isNaN(measured) ? null : asked.buckets().of(measured);
  }

  private Identified identify(String text) {
    if (languageModel == null) {
      return identifier.identify(text);
    }
    List<FastTextModel.Prediction> best =
        FastTextModels.of(languageModel).predict(text.replace('\n', ' '), 1);
    return best.isEmpty()
        ? new Identified("und", 0)
        : new Identified(LanguageCodes.canonical(best.get(0).label()), best.get(0).probability());
  }

  private Item dropped(Object[] row, String rule, double score, double threshold, String detail) {
    return Item.dropped(fields.id(row), Clean.NAME, rule, number(score), number(threshold), detail);
  }

  /** A measure that is not defined for a text is null in tables. */
  private static Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
