package org.sluice.jobs.sql;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * A function on a row.
 *
 * @param name with its namespace, without the catalog: {@code text.normalize}
 * @param summary one sentence for the docs
 * @param result its type in Spark
 * @param body what it does
 * @param example an expression and what it gives, written as CAST(... AS STRING) writes it
 */
public record SqlFunction(
    String name,
    String summary,
    List<Parameter> parameters,
    DataType result,
    Body body,
    Example example) {

  /** The name that the docs give the catalog. */
  static final String CATALOG = "sluice";

  public SqlFunction {
    parameters = List.copyOf(parameters);
  }

  /** A call. */
  @FunctionalInterface
  interface Body extends Serializable {
    /**
     * Computes the result.
     *
     * @param arguments one for each parameter, null for an optional one that is left out: String,
     *     Integer, Boolean, byte[], List, Map with names as keys
     * @return null, String, Boolean, Integer, Long, Double, long[], a List for an array, an
     *     Object[] for a struct
     */
    Object of(Object[] arguments);
  }

  /** An expression and its result; a test runs it. */
  public record Example(String expression, String result) {}

  public String namespace() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The name as a query writes it. */
  public String fullName() {
    return CATALOG + "." + name;
  }

  /** Name and parameters, those in brackets optional. */
  public String signature() {
    StringBuilder written = new StringBuilder(fullName()).append('(');
    int open = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.optional()) {
        written.append('[');
        open++;
      }
      written.append(i == 0 ? "" : ", ").append(parameter.name());
      written.append(' ').append(parameter.kind().written());
    }
    return written.append("]".repeat(open)).append(')').toString();
  }

  /** How many arguments a call has at least. */
  int required() {
    return (int) parameters.stream().filter(parameter -> !parameter.optional()).count();
  }
}
