package org.sluice.jobs.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A function before the types of its arguments are known. */
record Unbound(SqlFunction function) implements UnboundFunction {
  @Override
  public BoundFunction bind(StructType given) {
    int most = function.parameters().size();
    if (given.size() < function.required() || given.size() > most) {
      throw refused();
    }
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Optional<DataType> type =
          function.parameters().get(i).kind().accept(given.fields()[i].dataType());
      types.add(type.orElseThrow(this::refused));
    }
    return new Bound(function, types);
  }

  /** Spark puts the arguments' types before this message. */
  private UnsupportedOperationException refused() {
    return new UnsupportedOperationException(function.signature());
  }

  @Override
  public String description() {
    return function.signature() + ": " + function.summary();
  }

  @Override
  public String name() {
    return function.name();
  }
}
