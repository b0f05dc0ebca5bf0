package org.sluice.jobs.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/** All functions, by namespace. */
public final class SqlFunctions {
  private SqlFunctions() {}

  /** The functions as the docs tell them. */
  public static List<SqlFunction> all() {
    return all(PrivacySetup.USUAL);
  }

  /**
   * A function of a column of text, without a catalog.
   *
   * @param name as {@link SqlFunction#name}
   * @param more the other arguments, the same for all rows; null for one that is left out
   */
  public static Column column(String name, PrivacySetup privacy, Column text, Object... more) {
    SqlFunction function =
        all(privacy).stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    SqlFunction.Body body = function.body();
    DataType result = function.result();
    int size = function.parameters().size();
    UDF1<String, Object> call =
        value -> {
          Object[] arguments = new Object[size];
          arguments[0] = value;
          System.arraycopy(more, 0, arguments, 1, more.length);
          return value == null ? null : Values.external(body.of(arguments), result);
        };
    return functions.udf(call, result).apply(text);
  }

  /** The function of a profile of rules. */
  public static String ofProfile(String profile) {
    return QualityFunctions.names().get(profile);
  }

  /** The type of a function's result. */
  public static DataType result(String name) {
    return all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow().result();
  }

  static List<SqlFunction> all(PrivacySetup privacy) {
    List<SqlFunction> all = new ArrayList<>();
    all.addAll(TextFunctions.all());
    all.addAll(PageFunctions.all());
    all.addAll(LanguageFunctions.all());
    all.addAll(QualityFunctions.all());
    all.addAll(DedupFunctions.all());
    all.addAll(PrivacyFunctions.all(privacy));
    all.addAll(PromptFunctions.all());
    all.addAll(ModelFunctions.all());
    return all;
  }
}
