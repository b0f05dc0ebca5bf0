package org.sluice.jobs.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.sluice.jobs.metrics.Meters;

/**
 * Rows on their way through one or more steps in a single pass. Rows that leave travel along, bound
 * for the account or the rejects, so that nothing has to be read twice to tell why it went.
 *
 * <p>Nothing is computed before somebody asks for rows or counts. Each transformation gives a new
 * flow.
 */
public final class Flow {
  private final JavaRDD<Item> items;
  private final StructType schema;
  private final List<String> steps;
  private final boolean held;
  private final List<JavaRDD<?>> toRelease;
  private final UnaryOperator<JavaRDD<Row>> rejects;
  private final Luggage luggage;

  private Flow(
      JavaRDD<Item> items,
      StructType schema,
      List<String> steps,
      boolean held,
      List<JavaRDD<?>> toRelease,
      UnaryOperator<JavaRDD<Row>> rejects,
      Luggage luggage) {
    this.items = items;
    this.schema = schema;
    this.steps = List.copyOf(steps);
    this.held = held;
    this.toRelease = List.copyOf(toRelease);
    this.rejects = rejects;
    this.luggage = luggage;
  }

  /** A flow of a table's rows. */
  public static Flow of(Dataset<Row> rows) {
    int width = rows.schema().size();
    boolean[] isArray = new boolean[width];
    for (int i = 0; i < width; i++) {
      isArray[i] = rows.schema().apply(i).dataType() instanceof ArrayType;
    }
    JavaRDD<Item> items = rows.toJavaRDD().map(row -> new Item.Kept(values(row, isArray)));
    return new Flow(
        items, rows.schema(), List.of(), false, List.of(), UnaryOperator.identity(), Luggage.NONE);
  }

  /**
   * A flow that a step starts with items of its own.
   *
   * @param rejects makes rows of the table of rejects out of the values of the items bound for it
   */
  public static Flow of(
      String step, JavaRDD<Item> items, StructType schema, UnaryOperator<JavaRDD<Row>> rejects) {
    return new Flow(items, schema, List.of(step), false, List.of(), rejects, Luggage.NONE);
  }

  /** Arrays come as Java lists: what Scala gives for them differs between Spark's lines. */
  private static Object[] values(Row row, boolean[] isArray) {
    int width = isArray.length;
    Object[] values = new Object[width];
    for (int i = 0; i < width; i++) {
      values[i] = isArray[i] && !row.isNullAt(i) ? row.getList(i) : row.get(i);
    }
    return values;
  }

  /** The columns of the rows that are still in. */
  public StructType schema() {
    return schema;
  }

  /** The steps that the rows have gone through in this flow, in order. */
  public List<String> steps() {
    return steps;
  }

  public JavaRDD<Item> items() {
    return items;
  }

  /** The flow after a step that looks at each row by itself. */
  public Flow through(String step, StructType next, RowPass pass) {
    return through(next, pass).mark(step);
  }

  /** The flow after a part of a step, none of which takes a row out. */
  public Flow through(StructType next, RowPass pass) {
    return with(items.mapPartitions(rows -> new Passing(rows, pass.open())), next);
  }

  /** The flow with other items, made out of {@link #items}. */
  public Flow with(JavaRDD<Item> next, StructType nextSchema) {
    return new Flow(next, nextSchema, steps, false, toRelease, rejects, luggage);
  }

  /** The flow, with a step's name put down behind those that it has gone through. */
  public Flow mark(String step) {
    List<String> more = new ArrayList<>(steps);
    more.add(step);
    return new Flow(items, schema, more, held, toRelease, rejects, luggage);
  }

  /** The flow, with a table that is to be written when its own rows are. */
  public Flow beside(String table, Dataset<Row> rows) {
    return with(luggage.beside(table, rows));
  }

  /** Tables to be written when the flow's own rows are. */
  public Map<String, Dataset<Row>> beside() {
    return luggage.beside();
  }

  /** The flow, with the largest share of its rows that a step may drop without an alarm. */
  public Flow alarm(String step, double mostDropped) {
    return with(luggage.alarm(step, mostDropped));
  }

  private Flow with(Luggage more) {
    return new Flow(items, schema, steps, held, toRelease, rejects, more);
  }

  /** Largest shares of rows that steps may drop, by step. */
  public Map<String, Double> alarms() {
    return luggage.alarms();
  }

  /** The flow after a step for which it is no mistake to keep none of its rows. */
  public Flow mayKeepNone(String step) {
    return with(luggage.mayKeepNone(step));
  }

  /** Steps for which it is no mistake to keep none of their rows. */
  public Set<String> mayKeepNone() {
    return luggage.mayKeepNone();
  }

  /**
   * The same flow, computed at most once: kept on disk, {@link Chunk packed}, until {@link
   * #release}.
   */
  public Flow hold() {
    if (held) {
      return this;
    }
    JavaRDD<Chunk> chunks = items.mapPartitions(Chunk::pack).persist(StorageLevel.DISK_ONLY());
    JavaRDD<Item> kept = chunks.mapPartitions(Chunk::unpack);
    List<JavaRDD<?>> more = new ArrayList<>(toRelease);
    more.add(chunks);
    return new Flow(kept, schema, steps, true, more, rejects, luggage);
  }

  /** The same flow, marked as cheap to compute again, because it only picks from held rows. */
  public Flow asHeld() {
    return new Flow(items, schema, steps, true, toRelease, rejects, luggage);
  }

  /** Gives back what {@link #hold} keeps, here and in the flows that this one came from. */
  public void release() {
    toRelease.forEach(rdd -> rdd.unpersist(false));
  }

  /** The rows that are still in. */
  public Dataset<Row> kept(SparkSession spark) {
    JavaRDD<Row> rows =
        items
            .filter(item -> item instanceof Item.Kept)
            .map(item -> row(((Item.Kept) item).values()));
    return spark.createDataFrame(rows, schema);
  }

  /** A row of a table out of the values of an item. */
  public static Row row(Object[] values) {
    return RowFactory.create(external(values));
  }

  /** Lists and arrays of numbers as Spark's row encoder takes them. */
  private static Object[] external(Object[] values) {
    Object[] external = values;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof List || value instanceof int[]) {
        external = external == values ? values.clone() : external;
        external[i] =
            value instanceof List<?> list
                ? list.toArray()
                : Arrays.stream((int[]) value).boxed().toArray();
      }
    }
    return external;
  }

  /** The rows bound for a side table. */
  public Dataset<Row> aside(SparkSession spark, String table) {
    JavaRDD<Row> rows = asideRows(table);
    if (table.equals(Schemas.REFUSED_TABLE)) {
      return spark
          .createDataFrame(rows, Schemas.REFUSED_PARTS)
          .selectExpr("id", "broken", "map_from_arrays(names, measured) AS scores")
          .to(Schemas.REFUSED);
    }
    return spark.createDataFrame(
        table.equals(Schemas.REJECTED) ? rejects.apply(rows) : rows, Schemas.ofSideTable(table));
  }

  private JavaRDD<Row> asideRows(String table) {
    return items
        .filter(item -> item instanceof Item.Aside aside && aside.table().equals(table))
        .map(item -> RowFactory.create(((Item.Aside) item).values()));
  }

  /** Counts all rows by where they go; one Spark job. */
  public FlowCounts count() {
    FlowCounts counts = new FlowCounts(steps);
    String last = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
    LongAccumulator seen = items.context().longAccumulator(last + ": rows");
    items
        .mapPartitions(rows -> List.of(FlowCounts.of(Meters.counting(rows, seen))).iterator())
        .collect()
        .forEach(counts::add);
    return counts;
  }

  /**
   * What a flow brings to its end besides its rows.
   *
   * @param beside tables to be written with them
   * @param alarms largest shares of rows that steps may drop, by step
   * @param mayKeepNone steps for which it is no mistake to keep none of their rows
   */
  private record Luggage(
      Map<String, Dataset<Row>> beside, Map<String, Double> alarms, Set<String> mayKeepNone) {
    static final Luggage NONE = new Luggage(Map.of(), Map.of(), Set.of());

    Luggage beside(String table, Dataset<Row> rows) {
      Map<String, Dataset<Row>> more = new TreeMap<>(beside);
      more.put(table, rows);
      return new Luggage(Map.copyOf(more), alarms, mayKeepNone);
    }

    Luggage alarm(String step, double mostDropped) {
      Map<String, Double> more = new TreeMap<>(alarms);
      more.put(step, mostDropped);
      return new Luggage(beside, Map.copyOf(more), mayKeepNone);
    }

    Luggage mayKeepNone(String step) {
      Set<String> more = new TreeSet<>(mayKeepNone);
      more.add(step);
      return new Luggage(beside, alarms, Set.copyOf(more));
    }
  }
}
