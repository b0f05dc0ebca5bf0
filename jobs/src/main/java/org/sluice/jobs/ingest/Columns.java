package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the table documents: id, the declared ones, source, and split when there are
 * held-out files.
 *
 * @param declared without the id
 * @param idName the column in which an id is sought
 * @param idRequired whether a row without an id is rejected
 */
record Columns(
    List<Column> declared, String idName, boolean idRequired, boolean hasSource, boolean hasSplit)
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
        options.idColumn().orElse(ID),
        options.idColumn().isPresent(),
        !options.columns().containsKey(SOURCE),
        !options.testPath().isEmpty());
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
