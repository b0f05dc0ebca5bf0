package org.sluice.jobs.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.sluice.base.config.Names;
import org.sluice.jobs.sql.PrivacySetup;
import org.sluice.jobs.sql.SqlFunctions;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.detect.Detectors;

/** Replaces personal data. The key of the mode hash is never a param: params are saved. */
public final class PersonalDataRedactor extends ColumnStage<PersonalDataRedactor> {
  private static final long serialVersionUID = 1L;
  private static final String FUNCTION = "privacy.redact";

  private final Param<String> mode =
      new Param<>(
          this,
          "mode",
          "What stands in its place: tag, mask, hash, remove or fake",
          ParamValidators.inArray(Names.wires(Mode.class).toArray()));
  private final StringArrayParam entities =
      new StringArrayParam(
          this,
          "entities",
          "What is sought, of %s; as EMAIL:mask each in its own mode"
              .formatted(String.join(", ", Detectors.names())));
  private final Param<String> hashKeyEnv =
      new Param<>(
          this,
          "hashKeyEnv",
          "Environment variable of the driver with the key of the mode hash; empty: none");

  private final Param<String> taggerUrl =
      new Param<>(
          this,
          "taggerUrl",
          "Folder of a token classification model that finds names, or hf://owner/name; empty:"
              + " Sluice's own tagger");
  private final StringArrayParam taggerLabels =
      new StringArrayParam(
          this,
          "taggerLabels",
          "What the model's labels mean, as PER=PERSON; empty: the usual meanings");

  public PersonalDataRedactor() {
    this(newUid(PersonalDataRedactor.class));
  }

  public PersonalDataRedactor(String uid) {
    super(uid, "text", "redacted");
    setDefault(mode, "tag");
    setDefault(entities, new String[] {"CARD", "EMAIL", "IBAN", "PHONE"});
    setDefault(hashKeyEnv, "");
    setDefault(taggerUrl, "");
    setDefault(taggerLabels, new String[0]);
  }

  public Param<String> mode() {
    return mode;
  }

  public StringArrayParam entities() {
    return entities;
  }

  public Param<String> hashKeyEnv() {
    return hashKeyEnv;
  }

  public Param<String> taggerUrl() {
    return taggerUrl;
  }

  public StringArrayParam taggerLabels() {
    return taggerLabels;
  }

  public PersonalDataRedactor setMode(String value) {
    set(mode, value);
    return this;
  }

  public PersonalDataRedactor setEntities(String[] value) {
    set(entities, value);
    return this;
  }

  public PersonalDataRedactor setHashKeyEnv(String value) {
    set(hashKeyEnv, value);
    return this;
  }

  public PersonalDataRedactor setTaggerUrl(String value) {
    set(taggerUrl, value);
    return this;
  }

  public PersonalDataRedactor setTaggerLabels(String[] value) {
    set(taggerLabels, value);
    return this;
  }

  @Override
  Column result(Column input, DataType type) {
    PrivacySetup privacy =
        PrivacySetup.of(
            getOrDefault(hashKeyEnv), getOrDefault(taggerUrl), List.of(getOrDefault(taggerLabels)));
    return SqlFunctions.column(
        FUNCTION, privacy, input, getOrDefault(mode), List.of(getOrDefault(entities)));
  }

  @Override
  DataType resultType() {
    return SqlFunctions.result(FUNCTION);
  }

  public static MLReader<PersonalDataRedactor> read() {
    return new DefaultParamsReader<>();
  }

  public static PersonalDataRedactor load(String path) {
    return read().load(path);
  }
}
