package org.sluice.jobs.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.sluice.jobs.sql.PrivacySetup;
import org.sluice.jobs.sql.SqlFunctions;

/** Mends encoding, controls and white space, and brings texts to one Unicode form. */
public final class TextCleaner extends ColumnStage<TextCleaner> {
  private static final long serialVersionUID = 1L;
  private static final String FUNCTION = "text.normalize";

  private final Param<String> form =
      new Param<>(
          this,
          "form",
          "Unicode form: nfc, nfd, nfkc, nfkd or none",
          ParamValidators.inArray(List.of("nfc", "nfd", "nfkc", "nfkd", "none")));

  public TextCleaner() {
    this(newUid(TextCleaner.class));
  }

  public TextCleaner(String uid) {
    super(uid, "text", "cleaned");
    setDefault(form, "nfc");
  }

  public Param<String> form() {
    return form;
  }

  public String getForm() {
    return getOrDefault(form);
  }

  public TextCleaner setForm(String value) {
    set(form, value);
    return this;
  }

  @Override
  Column result(Column input, DataType type) {
    return SqlFunctions.column(FUNCTION, PrivacySetup.USUAL, input, getForm());
  }

  @Override
  DataType resultType() {
    return SqlFunctions.result(FUNCTION);
  }

  public static MLReader<TextCleaner> read() {
    return new DefaultParamsReader<>();
  }

  public static TextCleaner load(String path) {
    return read().load(path);
  }
}
