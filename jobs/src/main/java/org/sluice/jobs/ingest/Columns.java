package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the table documents: id, the declared ones, source, and split when there are
 * held-out files.
 *
 * @param declared without the id
 * @param idColumn the column that must hold the id; empty: {@code id} where a row has it
 */
record Columns(
    List<Column> declared, Optional<String> idColumn, boolean hasSource, boolean hasSplit)
    implements Serializable {
  private static final String ID = "id";
  private static final String SOURCE = "source";

  static Columns of(IngestOptions options) {
    List<Column> declared = new ArrayList<>();
    options
        .columns()
        .forEach(
            (name, type) -> {
              if (!name.equals(ID)) {
                declared.add(Column.of(name, type));
              }
            });
    return new Columns(
        List.copyOf(declared),
        options.idColumn(),
        !options.columns().containsKey(SOURCE),
        !options.testPath().isEmpty());
  }

  /** The column in which an id is sought. */
  String idName() {
    return idColumn.orElse(ID);
  }

  StructType schema() {
    StructType schema = new StructType().add(ID, DataTypes.StringType);
    for (Column column : declared) {
      schema = schema.add(column.name(), column.type().spark());
    }
    if (hasSource) {
      schema = schema.add(SOURCE, DataTypes.StringType);
    }
    return hasSplit ? schema.add("split", DataTypes.StringType) : schema;
  }
}
