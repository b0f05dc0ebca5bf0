package org.sluice.jobs.lineage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/**
 * Lineage as SQL: statements that make temporary views over a run's tables, for this program and
 * for every Spark SQL client alike.
 *
 * <p>{@code sluice_NAME} is each table itself, {@code lineage_models} the models, {@code
 * lineage_rows} the trained rows with what is known of them, {@code lineage_rules} the rules with
 * their limits, {@code lineage_places} all that holds an id.
 */
public final class LineageViews {
  private static final String CLEANED = "cleaned";

  /** Columns of {@code cleaned} that tell how sure a judgement was, besides the rules' scores. */
  private static final List<String> MORE_SCORES = List.of("lang_score", "perplexity");

  private final Project project;
  private final Tables tables;
  private final Map<String, String> stamps;
  private final List<TrainedModel> models;
  private final Map<String, StructType> columns = new LinkedHashMap<>();

  private LineageViews(
      Project project, Tables tables, Map<String, String> stamps, List<TrainedModel> models) {
    this.project = project;
    this.tables = tables;
    this.stamps = stamps;
    this.models = models;
    tables.names().forEach(name -> columns.put(name, tables.schema(name)));
  }

  /** Views of the tables as they are now. */
  public static LineageViews now(SparkSession spark, Project project) {
    return new LineageViews(project, project.tables(spark), Map.of(), project.models());
  }

  /** Views of the tables as they were when a model was trained, where these versions still are. */
  public static LineageViews of(SparkSession spark, Project project, TrainedModel model) {
    return new LineageViews(project, project.tables(spark), model.stamps(), List.of(model));
  }

  /** Makes the views in the session. */
  public void create(SparkSession spark) {
    statements().forEach(spark::sql);
  }

  /** The statements, in order. */
  public List<String> statements() {
    List<String> statements = new ArrayList<>();
    columns.keySet().forEach(table -> statements.add(base(table)));
    statements.add(view("lineage_models", models()));
    if (has(Schemas.TRAINED_TABLE)) {
      statements.add(view("lineage_rows", rows()));
    }
    if (has(Schemas.ACCOUNT)) {
      statements.add(
          view(
              "lineage_rules",
              "SELECT step, rule, threshold, count(*) AS dropped FROM sluice_dropped"
                  + " GROUP BY step, rule, threshold"));
    }
    statements.add(view("lineage_places", places()));
    return statements;
  }

  private boolean has(String table) {
    return columns.containsKey(table);
  }

  /** The version of a table that a view shows; empty: the newest. */
  Optional<Long> version(String table) {
    String stamp = stamps.getOrDefault(table, "");
    if (!stamp.startsWith("delta:")) {
      return Optional.empty();
    }
    long version = Long.parseLong(stamp.substring("delta:".length()));
    return isThere(table, version) ? Optional.of(version) : Optional.empty();
  }

  /** Versions go when a table is vacuumed. */
  private boolean isThere(String table, long version) {
    try {
      tables.read(table, version).head(1);
      return true;
    } catch (RuntimeException e) {
      return false;
    } catch (Exception e) { // Delta's, checked and not declared
      return false;
    }
  }

  private String base(String table) {
    boolean delta = project.format() == TableFormat.DELTA;
    String options = "path " + quoted(tables.path(table));
    if (delta && version(table).isPresent()) {
      options += ", versionAsOf '" + version(table).get() + "'";
    }
    boolean fixed = Schemas.PARTED.contains(table) && !delta;
    return "CREATE OR REPLACE TEMPORARY VIEW sluice_%s%s USING %s OPTIONS (%s)"
        .formatted(
            table,
            fixed ? " (" + plain(columns.get(table)) + ")" : "",
            project.format().name().toLowerCase(Locale.ROOT),
            options);
  }

  /** Columns without their comments. */
  private static String plain(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(field -> field.name() + " " + field.dataType().sql())
        .collect(Collectors.joining(", "));
  }

  private static String view(String name, String query) {
    return "CREATE OR REPLACE TEMPORARY VIEW " + name + " AS " + query;
  }

  private String models() {
    String names = "(folder, step, run_id, recipe_digest, forgotten)";
    List<String> values = new ArrayList<>();
    for (TrainedModel model : models) {
      List<String> texts =
          List.of(
              model.folder().toString(),
              model.step(),
              model.runId(),
              model.provenance().getOrDefault("recipe_digest", ""));
      String quoted = texts.stream().map(LineageViews::quoted).collect(Collectors.joining(", "));
      values.add("(" + quoted + ", " + model.forgotten() + "L)");
    }
    return values.isEmpty()
        ? "SELECT * FROM VALUES ('', '', '', '', 0L) AS none" + names + " WHERE false"
        : "SELECT * FROM VALUES " + String.join(", ", values) + " AS models" + names;
  }

  /** Each trained row once a block, with what the tables before it know. */
  private String rows() {
    StringBuilder select = new StringBuilder("SELECT t.id, t.step, t.run_id, t.block_id, t.tokens");
    StringBuilder from = new StringBuilder(" FROM sluice_trained t");
    if (has("documents")) {
      boolean named = Arrays.asList(columns.get("documents").fieldNames()).contains("source");
      select.append(", d.id IS NOT NULL AS in_documents");
      select.append(named ? ", d.source" : "");
      from.append(" LEFT JOIN sluice_documents d ON t.id = d.id");
    }
    if (has(CLEANED)) {
      select.append(", ").append(scores()).append(" AS scores");
      from.append(" LEFT JOIN sluice_cleaned c ON t.id = c.id");
    }
    if (has("clusters")) {
      select.append(", coalesce(k.size, 1) AS copies");
      from.append(" LEFT JOIN sluice_clusters k ON t.id = k.id");
    }
    if (has(Schemas.SPANS_TABLE)) {
      select.append(", coalesce(p.spans, 0) AS personal_data");
      from.append(" LEFT JOIN (SELECT id, count(*) AS spans FROM sluice_spans GROUP BY id) p");
      from.append(" ON t.id = p.id");
    }
    return select.append(from).toString();
  }

  /** The scores by which the rules have judged, as a map. */
  private String scores() {
    List<String> names =
        Arrays.stream(columns.get(CLEANED).fieldNames())
            .filter(name -> name.contains("__") || MORE_SCORES.contains(name))
            .toList();
    if (names.isEmpty()) {
      return "CAST(map() AS MAP<STRING, DOUBLE>)";
    }
    return names.stream()
        .map(name -> quoted(name) + ", CAST(c.`" + name + "` AS DOUBLE)")
        .collect(Collectors.joining(", ", "map(", ")"));
  }

  private String places() {
    List<String> queries = new ArrayList<>();
    columns.forEach(
        (table, schema) ->
            Holding.in(table, schema)
                .forEach(holding -> queries.add(holding.places(table, "sluice_" + table))));
    if (has(Schemas.TRAINED_TABLE)) {
      queries.add(
          "SELECT DISTINCT t.id, concat('model ', m.folder) AS place, '' AS what"
              + " FROM sluice_trained t JOIN lineage_models m"
              + " ON t.run_id = m.run_id AND t.step = m.step");
    }
    return queries.isEmpty()
        ? "SELECT '' AS id, '' AS place, '' AS what WHERE false"
        : String.join(" UNION ALL ", queries);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
