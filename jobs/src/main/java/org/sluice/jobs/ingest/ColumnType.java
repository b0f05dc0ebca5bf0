package org.sluice.jobs.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.sluice.base.Check;
import org.sluice.base.Nearest;

/** Types that a declared column can have. */
enum ColumnType {
  STRING(DataTypes.StringType),
  LONG(DataTypes.LongType),
  DOUBLE(DataTypes.DoubleType),
  BOOLEAN(DataTypes.BooleanType),
  /** Whatever JSON value stands there, kept as its JSON text. */
  JSON(DataTypes.StringType);

  private final DataType spark;

  ColumnType(DataType spark) {
    this.spark = spark;
  }

  DataType spark() {
    return spark;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ColumnType of(String column, String name) {
    List<String> known = Arrays.stream(values()).map(ColumnType::wireName).toList();
    Check.that(
        known.contains(name),
        "ingest.columns.%s must be one of %s, got %s; did you mean %s?",
        column,
        known,
        name,
        Nearest.to(name, known));
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
