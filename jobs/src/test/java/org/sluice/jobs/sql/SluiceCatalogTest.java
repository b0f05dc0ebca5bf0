package org.sluice.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.UserError;
import org.sluice.jobs.Failures;
import org.sluice.jobs.Fixture;

class SluiceCatalogTest {
  private static SparkSession spark;

  @BeforeAll
  static void configure() {
    spark = Fixture.local();
    spark.conf().set("spark.sql.catalog.sluice", SluiceCatalog.class.getName());
  }

  static Stream<SqlFunction> functions() {
    return SqlFunctions.all().stream();
  }

  private static String shown(String expression) {
    Row row = spark.sql("SELECT CAST(" + expression + " AS STRING)").head();
    return row.isNullAt(0) ? "NULL" : row.getString(0);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void givesWhatItsExampleSays(SqlFunction function) {
    String fromHere =
        function.example().expression().replaceAll("'(udfs|jobs|engine)/src/", "'../$1/src/");
    assertThat(shown(fromHere)).isEqualTo(function.example().result());
    assertThat(function.example().expression()).contains(function.fullName() + "(");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void givesNullForNullOverATable(SqlFunction function) {
    String nulls = "NULL" + ", NULL".repeat(function.parameters().size() - 1);
    String call = function.fullName() + "(" + nulls + ")";
    assertThat(spark.range(3).selectExpr(call + " AS found").filter("found IS NULL").count())
        .isEqualTo(3);
  }

  /** What executors get is a copy. */
  @ParameterizedTest
  @MethodSource("functions")
  void travels(SqlFunction function) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Bound(function, List.of()));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(new Bound(function, List.of()));
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(functions().map(SqlFunction::name)).doesNotHaveDuplicates();
  }

  @Test
  void readsTheRowsOfATable() {
    List<Row> rows =
        spark
            .range(2)
            .selectExpr("concat('mail a', id, '@example.org') AS t")
            .selectExpr("sluice.privacy.redact(t, 'mask') AS t", "sluice.privacy.find(t)[0].end")
            .collectAsList();
    assertThat(rows).extracting(row -> row.getString(0)).containsOnly("mail **@*******.***");
    assertThat(rows).extracting(row -> row.getInt(1)).containsOnly(19);
  }

  @Test
  void oneCallServesSeveralFields() {
    assertThat(
            shown(
                "(SELECT concat(q.reason, ' ', q.n_words, ' ', q.keep) FROM"
                    + " (SELECT sluice.quality.gopher('a b c') AS q))"))
        .isEqualTo("gopher_short_doc 3.0 false");
  }

  @Test
  void limitsAndLanguageOfAProfileCanBeGiven() {
    String usual = "sluice.quality.gopher('The cat sat.').reason";
    String changed = "sluice.quality.gopher('The cat sat.', 'en', map('min_doc_words', 2)).reason";
    assertThat(shown(usual)).isEqualTo("gopher_short_doc");
    assertThat(shown(changed)).isNotEqualTo("gopher_short_doc");
    assertThat(shown("size(sluice.text.words('我喜欢吃苹果', 'zh'))")).isEqualTo("4");
  }

  @Test
  void takesConversationsInEveryForm() {
    String template = ", '{% for m in messages %}{{ m.role }}:{{ m.content }};{% endfor %}')";
    assertThat(
            Stream.of(
                "array(map('role', 'user', 'content', 'Hi'))",
                "array(named_struct('role', 'user', 'content', 'Hi', 'weight', 1.5))",
                "'[{\"role\": \"user\", \"content\": \"Hi\"}]'"))
        .allSatisfy(
            messages ->
                assertThat(shown("sluice.prompt.chat(" + messages + template))
                    .isEqualTo("user:Hi;"));
  }

  @Test
  void hasNamespaces() {
    spark.sql("USE sluice.text");
    try {
      assertThat(spark.sql("SELECT normalize('a  b')").head().getString(0)).isEqualTo("a b");
    } finally {
      spark.sql("USE spark_catalog.default");
    }
    assertThat(
            spark.sql("SHOW NAMESPACES IN sluice").collectAsList().stream()
                .map(row -> row.getString(0)))
        .contains("text", "quality", "privacy", "dedup", "language", "prompt");
  }

  @Test
  void refusesWithTheSignature() {
    assertThatThrownBy(() -> spark.sql("SELECT sluice.text.normalize(1)"))
        .hasMessageContaining("sluice.text.normalize(text STRING[, form STRING])");
    assertThatThrownBy(() -> spark.sql("SELECT sluice.text.normalize()"))
        .hasMessageContaining("sluice.text.normalize(text STRING[, form STRING])");
    assertThatThrownBy(() -> spark.sql("SELECT sluice.text.normalise('a')"))
        .hasMessageContaining("normalise");
  }

  @Test
  void saysHowToMendAWrongArgument() {
    assertThat(List.of("'Tags'", "'hash'"))
        .allSatisfy(
            mode ->
                assertThatThrownBy(
                        () -> shown("sluice.privacy.redact('mail a@example.org', " + mode + ")"))
                    .satisfies(
                        failure ->
                            assertThat(Failures.userError((Exception) failure))
                                .containsInstanceOf(UserError.class)));
  }

  @Test
  void namesAreFoundByAModelOfTheUsersOwn() {
    String other = "spark.sql.catalog.named";
    spark.conf().set(other, SluiceCatalog.class.getName());
    spark.conf().set(other + ".tagger", "../engine/src/test/resources/golden/token_classifier");
    spark.conf().set(other + ".tagger_labels", "ORG=ORGANIZATION, PER=PERSON");
    String call =
        ".privacy.redact('dr. bobann of acme-rome paid 40 to ann.', 'tag', array('ORGANIZATION'))";
    assertThat(shown("named" + call)).contains("bobann <ORGANIZATION>");
    assertThat(shown("sluice" + call)).contains("bobann of ");
  }

  @Test
  void equalCallsAreEqualForSpark() {
    SqlFunction function = SqlFunctions.all().get(0);
    assertThat(new Bound(function, List.of())).isEqualTo(new Bound(function, List.of()));
  }
}
