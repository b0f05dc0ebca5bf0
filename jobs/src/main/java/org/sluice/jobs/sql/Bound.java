package org.sluice.jobs.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;

/**
 * A function for arguments of known types. It has no magic method {@code invoke}: measured on text,
 * generated code that calls one is no faster, and Spark hands it nulls.
 */
final class Bound implements ScalarFunction<Object> {
  private static final long serialVersionUID = 1L;

  private final String signature;
  private final String name;
  private final SqlFunction.Body body;
  private final DataType[] types;
  private final DataType result;
  private final int parameters;
  private final int required;

  Bound(SqlFunction function, List<DataType> types) {
    this.signature = function.fullName() + types;
    this.name = function.name();
    this.body = function.body();
    this.types = types.toArray(DataType[]::new);
    this.result = function.result();
    this.parameters = function.parameters().size();
    this.required = function.required();
  }

  @Override
  public Object produceResult(InternalRow row) {
    Object[] arguments = new Object[parameters];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = Values.read(row, i, types[i]);
      if (arguments[i] == null && i < required) {
        return null;
      }
    }
    Object found = body.of(arguments);
    return found == null ? null : Values.internal(found, result);
  }

  @Override
  public DataType[] inputTypes() {
    return types.clone();
  }

  @Override
  public DataType resultType() {
    return result;
  }

  @Override
  public String name() {
    return name;
  }

  /** The same for equal calls, so that Spark sees that they are equal. */
  @Override
  public String canonicalName() {
    return signature;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bound bound && bound.signature.equals(signature);
  }

  @Override
  public int hashCode() {
    return signature.hashCode();
  }

  @Override
  public String toString() {
    return signature;
  }
}
