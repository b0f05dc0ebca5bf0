package org.sluice.jobs.ml;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.sluice.jobs.sql.PrivacySetup;
import org.sluice.jobs.sql.SqlFunctions;
import org.sluice.text.rules.Profiles;

/**
 * Judges texts by a profile of rules: a struct with keep, reason, measured, threshold and every
 * score by its name.
 */
public final class QualityScorer extends ColumnStage<QualityScorer> {
  private static final long serialVersionUID = 1L;

  private final Param<String> profile =
      new Param<>(
          this,
          "profile",
          "Profile of rules: " + String.join(", ", Profiles.names()),
          ParamValidators.inArray(Profiles.names()));
  private final Param<String> language =
      new Param<>(this, "language", "Code of the language whose words are split");
  private final BooleanParam dropRefused =
      new BooleanParam(this, "dropRefused", "Leave out rows that the profile refuses");

  public QualityScorer() {
    this(newUid(QualityScorer.class));
  }

  public QualityScorer(String uid) {
    super(uid, "text", "quality");
    setDefault(profile, "gopher-quality@datatrove");
    setDefault(language, "en");
    setDefault(dropRefused, false);
  }

  public Param<String> profile() {
    return profile;
  }

  public Param<String> language() {
    return language;
  }

  public BooleanParam dropRefused() {
    return dropRefused;
  }

  public String getProfile() {
    return getOrDefault(profile);
  }

  public QualityScorer setProfile(String value) {
    set(profile, value);
    return this;
  }

  public QualityScorer setLanguage(String value) {
    set(language, value);
    return this;
  }

  public QualityScorer setDropRefused(boolean value) {
    set(dropRefused, value);
    return this;
  }

  @Override
  Column result(Column input, DataType type) {
    String function = SqlFunctions.ofProfile(getProfile());
    return SqlFunctions.column(function, PrivacySetup.USUAL, input, getOrDefault(language), null);
  }

  @Override
  DataType resultType() {
    return SqlFunctions.result(SqlFunctions.ofProfile(getProfile()));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Dataset<Row> judged = super.transform(dataset);
    return (Boolean) getOrDefault(dropRefused)
        ? judged.filter(coalesce(judged.col(getOutputCol()).getField("keep"), lit(false)))
        : judged;
  }

  public static MLReader<QualityScorer> read() {
    return new DefaultParamsReader<>();
  }

  public static QualityScorer load(String path) {
    return read().load(path);
  }
}
