package org.sluice.jobs.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.sql.PrivacySetup;
import org.sluice.jobs.sql.SqlFunctions;

/** Writes conversations as a chat template does. */
public final class ChatFormatter extends ColumnStage<ChatFormatter> {
  private static final long serialVersionUID = 1L;
  private static final String FUNCTION = "prompt.chat";

  private final Param<String> chatTemplate =
      new Param<>(
          this,
          "chatTemplate",
          "Text of the template in Jinja, or path of a .jinja file or of a model that has one");
  private final BooleanParam addGenerationPrompt =
      new BooleanParam(this, "addGenerationPrompt", "End in the head of an answer");

  public ChatFormatter() {
    this(newUid(ChatFormatter.class));
  }

  public ChatFormatter(String uid) {
    super(uid, "messages", "prompt");
    setDefault(addGenerationPrompt, false);
  }

  public Param<String> chatTemplate() {
    return chatTemplate;
  }

  public BooleanParam addGenerationPrompt() {
    return addGenerationPrompt;
  }

  public ChatFormatter setChatTemplate(String value) {
    set(chatTemplate, value);
    return this;
  }

  public ChatFormatter setAddGenerationPrompt(boolean value) {
    set(addGenerationPrompt, value);
    return this;
  }

  @Override
  void check(StructType schema) {
    Schema.messages(schema, getInputCol());
  }

  @Override
  Column result(Column input, DataType type) {
    return SqlFunctions.column(
        FUNCTION,
        PrivacySetup.USUAL,
        Schema.json(input, type),
        getOrDefault(chatTemplate),
        getOrDefault(addGenerationPrompt),
        null);
  }

  @Override
  DataType resultType() {
    return SqlFunctions.result(FUNCTION);
  }

  public static MLReader<ChatFormatter> read() {
    return new DefaultParamsReader<>();
  }

  public static ChatFormatter load(String path) {
    return read().load(path);
  }
}
