package org.sluice.jobs.ml;

import static org.apache.spark.sql.functions.to_json;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Check;
import org.sluice.base.Nearest;

/** What stages ask of the columns that they get. Refusals are what MLlib's are. */
final class Schema {
  private Schema() {}

  static DataType column(StructType schema, String name) {
    List<String> names = List.of(schema.fieldNames());
    Check.that(
        names.contains(name),
        "There is no column %s; the nearest is %s",
        name,
        Nearest.to(name, names));
    return schema.apply(name).dataType();
  }

  static void text(StructType schema, String name) {
    DataType type = column(schema, name);
    Check.that(type instanceof StringType, "Column %s must be STRING, is %s", name, type.sql());
  }

  /** Conversations: a list of structs or maps with role and content, or the same as JSON. */
  static void messages(StructType schema, String name) {
    DataType type = column(schema, name);
    boolean list =
        type instanceof ArrayType array
            && (array.elementType() instanceof StructType
                || array.elementType() instanceof MapType);
    Check.that(
        list || type instanceof StringType,
        "Column %s must be ARRAY<STRUCT<role, content>> or JSON in a STRING, is %s",
        name,
        type.sql());
  }

  /** Conversations as JSON. */
  static Column json(Column messages, DataType type) {
    return type instanceof StringType ? messages : to_json(messages);
  }

  static StructType with(StructType schema, String name, DataType type) {
    Check.that(!List.of(schema.fieldNames()).contains(name), "There is a column %s already", name);
    return schema.add(name, type);
  }
}
