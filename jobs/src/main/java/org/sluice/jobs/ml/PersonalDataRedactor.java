package org.sluice.jobs.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.sluice.jobs.sql.SqlFunctions;
import org.sluice.text.privacy.RedactorOptions;
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
          ParamValidators.inArray(List.of("tag", "mask", "hash", "remove")));
  private final StringArrayParam entities =
      new StringArrayParam(
          this, "entities", "What is sought, of " + String.join(", ", Detectors.names()));
  private final Param<String> hashKeyEnv =
      new Param<>(
          this,
          "hashKeyEnv",
          "Environment variable of the driver with the key of the mode hash; empty: none");

  public PersonalDataRedactor() {
    this(newUid(PersonalDataRedactor.class));
  }

  public PersonalDataRedactor(String uid) {
    super(uid, "text", "redacted");
    setDefault(mode, "tag");
    setDefault(entities, new String[] {"CARD", "EMAIL", "IBAN", "PHONE"});
    setDefault(hashKeyEnv, "");
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

  @Override
  Column result(Column input, DataType type) {
    RedactorOptions options =
        RedactorOptions.DEFAULT.withHashKeyEnv(getOrDefault(hashKeyEnv)).resolved();
    return SqlFunctions.column(
        FUNCTION, options, input, getOrDefault(mode), List.of(getOrDefault(entities)));
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
