package org.sluice.jobs.tables;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads {@code name TYPE COMMENT 'what it holds'}, a column a line, as Spark's own DDL has it. The
 * first use of Spark's parser costs a small run half a second; this costs nothing.
 */
final class ColumnText {
  private static final Pattern COLUMN =
      Pattern.compile("(\\w+) ([A-Za-z<>:, ]+?) COMMENT\\s+'([^']*)'");
  private static final Map<String, DataType> TYPES =
      Stream.of(
              DataTypes.StringType,
              DataTypes.LongType,
              DataTypes.DoubleType,
              DataTypes.BooleanType,
              DataTypes.createArrayType(DataTypes.IntegerType),
              DataTypes.createArrayType(DataTypes.StringType),
              DataTypes.createArrayType(DataTypes.DoubleType),
              DataTypes.createArrayType(
                  new StructType()
                      .add("low", DataTypes.DoubleType)
                      .add("high", DataTypes.DoubleType)
                      .add("rows", DataTypes.LongType)),
              DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType),
              DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
          .collect(Collectors.toUnmodifiableMap(DataType::sql, type -> type));

  private ColumnText() {}

  static StructType parse(String text) {
    StructType schema = new StructType();
    Matcher column = COLUMN.matcher(text);
    int end = 0;
    while (column.find()) {
      DataType type = TYPES.get(column.group(2));
      if (type == null || !text.substring(end, column.start()).matches("[\\s,]*")) {
        throw new IllegalArgumentException("No column: " + text.substring(end, column.end()));
      }
      schema = schema.add(column.group(1), type, true, column.group(3));
      end = column.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("No column: " + text.substring(end));
    }
    return schema;
  }
}
