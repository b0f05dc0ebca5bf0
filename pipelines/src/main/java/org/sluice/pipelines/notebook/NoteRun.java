package org.sluice.pipelines.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.sql.SluiceCatalog;

/** Runs the paragraphs of a page as Zeppelin's Spark interpreter does, from top to bottom. */
final class NoteRun {
  /** As Zeppelin: what a query gives beyond it is not shown. */
  private static final int MOST_ROWS = 1000;

  /**
   * What a paragraph shows.
   *
   * @param title that of its section
   * @param columns names of the columns; none, where it only makes views
   * @param rows values as text, empty where there is none
   */
  record Answer(String title, Chart chart, List<String> columns, List<List<String>> rows) {}

  private final SparkSession spark;
  private final Map<String, String> forms;

  NoteRun(SparkSession spark, Map<String, String> forms) {
    this.spark = spark;
    this.forms = forms;
  }

  /** A session as the notes ask for it. */
  static SparkSession session() {
    return Sessions.create(
        new SessionOptions(
            "sluice notes",
            Optional.of("local[2]"),
            true,
            Map.of(
                "spark.sql.catalog.sluice",
                SluiceCatalog.class.getName(),
                "spark.sql.shuffle.partitions",
                "2")));
  }

  /** The answers to all queries of a page. */
  List<Answer> run(NotePage page) {
    List<Answer> answers = new ArrayList<>();
    String title = "";
    for (NotePage.Block block : page.blocks()) {
      title = block.title().isEmpty() ? title : block.title();
      if (block instanceof NotePage.Query query) {
        answers.add(run(title, query));
      }
    }
    return answers;
  }

  /** The answer to the last statement of a paragraph. */
  private Answer run(String title, NotePage.Query query) {
    Dataset<Row> last = spark.emptyDataFrame();
    for (String statement : Forms.fill(query.text(), forms).split(";")) {
      if (!statement.isBlank()) {
        last = spark.sql(statement);
      }
    }
    List<List<String>> rows =
        last.limit(MOST_ROWS).collectAsList().stream().map(NoteRun::texts).toList();
    return new Answer(title, query.chart(), Arrays.asList(last.columns()), rows);
  }

  private static List<String> texts(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.isNullAt(i) ? "" : row.get(i).toString())
        .toList();
  }

  /**
   * Runs a page on a run's folder and draws what it shows.
   *
   * @param args the page, the picture to be written, and forms as NAME=VALUE
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> forms = new TreeMap<>();
    for (String form : Arrays.asList(args).subList(2, args.length)) {
      forms.put(form.substring(0, form.indexOf('=')), form.substring(form.indexOf('=') + 1));
    }
    NotePage page = NotePage.parse(Files.readString(Path.of(args[0])));
    SparkSession spark = session();
    try {
      List<Answer> answers = new NoteRun(spark, forms).run(page);
      Files.writeString(Path.of(args[1]), NotePicture.draw(page.name(), answers));
      System.out.println(page.name() + ": " + answers.size() + " paragraphs");
    } finally {
      spark.stop();
    }
  }
}
