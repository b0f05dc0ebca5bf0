package org.sluice.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.ingest.IngestOptions.InputFormat;
import org.sluice.jobs.tables.Item;

/** Reads Parquet files and Delta tables through Spark. */
final class ColumnarInput {
  private final SparkSession spark;
  private final Reading reading;
  private final Columns columns;

  ColumnarInput(SparkSession spark, Reading reading) {
    this.spark = spark;
    this.reading = reading;
    this.columns = reading.columns();
  }

  /** The rows of all Parquet files, or of one Delta table. */
  JavaRDD<Item> read(InputFormat format, List<InputFile> files) {
    Dataset<Row> rows = load(format, files);
    List<org.apache.spark.sql.Column> wanted = new ArrayList<>();
    boolean hasId = Arrays.asList(rows.columns()).contains(columns.idName());
    wanted.add(hasId ? col(columns.idName()).cast("string") : lit(null).cast("string"));
    boolean parquet = format == InputFormat.PARQUET;
    wanted.add(parquet ? col("_metadata.file_path") : lit(files.get(0).path()));
    wanted.add(parquet && !hasId ? col("_metadata.row_index") : lit(0L));
    for (Column column : columns.declared()) {
      wanted.add(cast(column, rows.schema()));
    }
    Dataset<Row> picked =
        rows.select(wanted.toArray(org.apache.spark.sql.Column[]::new))
            .toDF(names(columns.declared().size()));
    Map<String, InputFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    Reading how = reading;
    return picked.toJavaRDD().mapPartitions(part -> new Items(part, new Builders(how, byPath)));
  }

  private static String[] names(int declared) {
    List<String> names = new ArrayList<>(List.of("id", "file", "position"));
    for (int i = 0; i < declared; i++) {
      names.add("value" + i);
    }
    return names.toArray(String[]::new);
  }

  /** Refuses columns that are not there, or not of the declared type, by a look at the schema. */
  void check(InputFormat format, List<InputFile> files) {
    StructType schema = load(format, files).schema();
    List<String> known = Arrays.asList(schema.fieldNames());
    String place = files.get(0).path();
    for (Column column : columns.declared()) {
      if (!known.contains(column.name()) && !column.nullable()) {
        throw UserError.at(
            place,
            "",
            "there is no column " + column.name(),
            "did you mean " + Nearest.to(column.name(), known) + "?");
      }
      if (known.contains(column.name()) && !fits(column, schema.apply(column.name()).dataType())) {
        throw UserError.at(
            place,
            "",
            column.wrongType() + " but " + schema.apply(column.name()).dataType().simpleString(),
            "declare another type in ingest.columns");
      }
    }
    boolean hasId = known.contains(columns.idName());
    if (!hasId && (columns.idRequired() || format == InputFormat.DELTA)) {
      throw UserError.at(
          place, "", "there is no column " + columns.idName(), "name one in ingest.id_column");
    }
  }

  private Dataset<Row> load(InputFormat format, List<InputFile> files) {
    String[] paths = files.stream().map(InputFile::path).toArray(String[]::new);
    return format == InputFormat.DELTA
        ? spark.read().format("delta").load(paths[0])
        : spark.read().parquet(paths);
  }

  private static boolean fits(Column column, DataType type) {
    String name = type.typeName();
    boolean whole = List.of("byte", "short", "integer", "long").contains(name);
    return switch (column.type()) {
      case STRING -> type instanceof StringType;
      case LONG -> whole;
      case DOUBLE ->
          whole || name.equals("float") || name.equals("double") || type instanceof DecimalType;
      case BOOLEAN -> name.equals("boolean");
      case JSON -> true;
    };
  }

  private static org.apache.spark.sql.Column cast(Column column, StructType schema) {
    if (!Arrays.asList(schema.fieldNames()).contains(column.name())) {
      return lit(null).cast(column.type().spark());
    }
    DataType type = schema.apply(column.name()).dataType();
    org.apache.spark.sql.Column value = col("`" + column.name() + "`");
    boolean nested = List.of("struct", "array", "map").contains(type.typeName());
    return nested ? to_json(value) : value.cast(column.type().spark());
  }

  /** A {@link RowBuilder} for each file, by the path as Spark writes it. */
  private static final class Builders {
    private final Reading reading;
    private final Map<String, InputFile> files;
    private final Map<String, RowBuilder> made = new HashMap<>();

    Builders(Reading reading, Map<String, InputFile> files) {
      this.reading = reading;
      this.files = files;
    }

    RowBuilder of(String uri) {
      return made.computeIfAbsent(
          uri,
          key -> {
            InputFile file = files.get(key);
            if (file == null) {
              file = files.get(new Path(URI.create(key)).toString());
            }
            FileRange whole = new FileRange(file, 0, Long.MAX_VALUE);
            return new RowBuilder(reading.columns(), whole, reading.sourceOf(file));
          });
    }
  }

  private record Items(Iterator<Row> rows, Builders builders) implements Iterator<Item> {
    private static final int FIRST_VALUE = 3;

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Item next() {
      Row row = rows.next();
      RowBuilder builder = builders.of(row.getString(1));
      Object[] values = new Object[row.size() - FIRST_VALUE];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(i + FIRST_VALUE);
      }
      try {
        return builder.row(row.getString(0), values, row.getLong(2));
      } catch (BrokenRow e) {
        return builder.reject(null, null, e.getMessage(), null);
      }
    }
  }
}
