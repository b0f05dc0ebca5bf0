package org.sluice.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sluice.base.Progress;
import scala.Tuple2;

/** What real Spark jobs show. */
class StepProgressTest {
  private final SparkSession spark = Fixture.local();
  private final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  private final Told told = new Told();

  /** Writes down what it is told. */
  private static final class Told implements Progress {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void begin(String step, String unit, long total) {
      lines.add("begin %s, %d %s".formatted(step, total, unit));
    }

    @Override
    public void part(String name, String unit, long total) {
      lines.add("%s, %d %s".formatted(name, total, unit));
    }

    @Override
    public void advance(long n) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void at(long n) {
      lines.add(Long.toString(n));
    }

    @Override
    public void note(String line) {
      lines.add(line);
    }

    @Override
    public void end() {
      lines.add("end");
    }

    @Override
    public void end(long n) {
      lines.add("end at " + n);
    }
  }

  private JavaRDD<Integer> numbers(int partitions) {
    return context.parallelize(IntStream.range(0, 40).boxed().toList(), partitions);
  }

  private void label(String what) {
    spark.sparkContext().setJobGroup("dedup", what, false);
  }

  private void watch(long rows, long read, Consumer<Progress> work) {
    StepProgress.watch(
        spark,
        told,
        "dedup",
        rows,
        progress -> {
          work.accept(progress);
          heard();
          return read < 0 ? StepResult.deferred() : StepResult.kept(read, List.of());
        });
  }

  /** Waits until the listeners have heard of everything. */
  private void heard() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachStageIsAPartOfItsOwn() {
    watch(
        1000,
        990,
        progress -> {
          numbers(2).count(); // nobody knows what for
          label("dedup: sign texts");
          numbers(4)
              .mapToPair(number -> new Tuple2<>(number, number))
              .partitionBy(new HashPartitioner(2))
              .count();
          label("Delta: dedup: write documents: read the log");
          numbers(2).count();
          label("dedup: write clusters");
          numbers(1).count();
        });
    assertThat(told.lines)
        .containsExactly(
            "begin dedup, 1000 rows",
            ", 2 tasks",
            "1",
            "2",
            "sign texts, 1000 rows",
            "250",
            "500",
            "750",
            "1000",
            "sign texts (2), 2 tasks",
            "1",
            "2",
            "write documents: read the log, 2 tasks",
            "1",
            "2",
            "write clusters, 0 tasks",
            "end at 990");
  }

  @Test
  void aStepThatHandsItsRowsOnHasGoneOverThem() {
    watch(
        1000,
        -1,
        progress -> {
          label("dedup: sign texts");
          numbers(2).count();
        });
    assertThat(told.lines).endsWith("1000", "end at 1000");
  }

  @Test
  void oneSmallJobAfterAnotherIsOnePart() {
    watch(
        StepProgress.UNKNOWN,
        7,
        progress -> {
          label("dedup: fit");
          for (int i = 0; i < 5; i++) {
            numbers(1).count();
          }
        });
    assertThat(told.lines).containsExactly("begin dedup, 0 tasks", "fit, 0 tasks", "end at 5");
  }

  @Test
  void aStepThatCountsForItselfIsPassedThrough() {
    watch(
        1000,
        990,
        progress -> {
          progress.begin("dedup", "tokens", 77);
          numbers(2).count();
          progress.at(70);
          progress.end();
        });
    assertThat(told.lines)
        .containsExactly("begin dedup, 1000 rows", "begin dedup, 77 tokens", "70", "end", "end");
  }

  @Test
  void ofStagesThatRunAtOnceTheFirstIsShownUntilItIsDone() {
    StagePasses passes = new StagePasses(told, 0);
    passes.begin(6, "write final", 3);
    passes.begin(7, "write clusters", 2);
    passes.taskDone(7);
    passes.taskDone(6);
    passes.taskDone(6);
    passes.taskDone(6);
    passes.end(6);
    passes.taskDone(7);
    passes.end(7);
    assertThat(told.lines)
        .containsExactly(
            "write final, 3 tasks", "1", "2", "3", "write clusters, 2 tasks", "1", "2");
  }
}
