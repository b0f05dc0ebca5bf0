package org.sluice.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;

class TablesTest {
  @TempDir Path folder;

  private Tables tables(TableFormat format) {
    return new Tables(Fixture.local(), folder.toString(), format);
  }

  private static Dataset<Row> numbers(int count) {
    return Fixture.local().range(count).toDF("n");
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsReplacedAsAWhole(TableFormat format) {
    Tables tables = tables(format);
    assertThat(tables.exists("t")).isFalse();
    assertThatThrownBy(() -> tables.read("t"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no table t");
    assertThat(TableFormat.of(folder)).isEqualTo(TableFormat.DELTA); // that of new runs
    tables.write("t", numbers(3));
    assertThat(TableFormat.of(folder)).isEqualTo(format);
    String first = tables.stamp("t");
    tables.write("t", numbers(5).selectExpr("n AS m"));
    assertThat(tables.read("t").columns()).containsExactly("m");
    assertThat(tables.read("t").count()).isEqualTo(5);
    assertThat(tables.stamp("t")).isNotEqualTo(first);
  }

  @Test
  void deltaKeepsVersions() {
    Tables tables = tables(TableFormat.DELTA);
    tables.write("t", numbers(3));
    tables.write("t", numbers(5));
    assertThat(tables.version("t")).hasValue(1);
    assertThat(tables.read("t", 0).count()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aFailedWriteLeavesTheTableAsItWas(TableFormat format) {
    Tables tables = tables(format);
    tables.write("t", numbers(3));
    Dataset<Row> failing = numbers(5).selectExpr("IF(n = 4, raise_error('on purpose'), n) AS n");
    Fixture.local().sparkContext().setLogLevel("OFF"); // the failure is meant
    assertThatThrownBy(() -> tables.write("t", failing)).hasStackTraceContaining("on purpose");
    assertThatThrownBy(() -> tables.write("new", failing)).hasStackTraceContaining("on purpose");
    Fixture.local().sparkContext().setLogLevel("ERROR");
    assertThat(tables.read("t").count()).isEqualTo(3);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aProcessKilledBetweenTheTwoRenamesLosesNothing() throws IOException {
    Tables tables = tables(TableFormat.PARQUET);
    tables.write("t", numbers(3));
    Files.move(folder.resolve("t"), folder.resolve(".t.old-x"));
    assertThat(tables.read("t").count()).isEqualTo(3);
    assertThat(folder.resolve(".t.old-x")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aStepReplacesItsOwnPartOfTheAccount(TableFormat format) {
    Tables tables = tables(format);
    tables.writeDropped(List.of("clean"), account("clean", "a", "b"));
    tables.writeDropped(List.of("dedup"), account("dedup", "c"));
    tables.writeDropped(List.of("clean"), account("clean", "d"));
    assertThat(ids(tables.read("dropped"))).containsExactly("c", "d");
    assertThat(ids(tables.dropped("clean"))).containsExactly("d");
    tables.writeDropped(List.of("clean"), account("clean"));
    assertThat(ids(tables.read("dropped"))).containsExactly("c");
  }

  private static Dataset<Row> account(String step, String... ids) {
    List<Row> rows =
        Arrays.stream(ids).map(id -> RowFactory.create(id, "rule", 0.5, 0.4, null, step)).toList();
    return Fixture.local().createDataFrame(rows, Schemas.DROPPED);
  }

  private static List<String> ids(Dataset<Row> rows) {
    return rows.sort("id").collectAsList().stream().map(row -> row.<String>getAs("id")).toList();
  }
}
