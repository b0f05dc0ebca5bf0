package org.sluice.jobs.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sluice.base.UserError;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Runs one task a rank, all at the same time, in a barrier stage.
 *
 * <p>A shuffle follows the stage, because Spark starts a barrier map stage again when an executor
 * dies, and never a barrier result stage. A rank that fails by itself must not be started again (a
 * missing file stays missing); so its error is a result of its task, told to the other ranks in a
 * last meeting, and thrown on the driver.
 */
public final class Gang {
  private Gang() {}

  /** What each rank does. */
  @FunctionalInterface
  public interface Body extends Serializable {
    /** Gives a short result for the driver. */
    String run(Member member) throws Exception;
  }

  /** May several ranks share a JVM, and with it the threads of native libraries? */
  public enum SharedJvm {
    ALLOWED,
    REFUSED
  }

  /** A Java lambda as the function that Spark's Scala interface wants. */
  private interface Task extends Function1<Iterator<Integer>, Iterator<String>>, Serializable {}

  /** A secret for {@link Ring#join}; make it on the driver, once a run. */
  public static String newSecret() {
    return Handshake.newSecret();
  }

  /**
   * Runs the body on all ranks and gives their results in the order of the ranks.
   *
   * @throws UserError when a rank met one, or when the cluster cannot hold the ranks
   * @throws RankLost when ranks got lost more often than Spark starts a stage again
   * @throws IllegalStateException with the rank's stack trace, when a rank met a bug
   */
  public static List<String> run(JavaSparkContext spark, int ranks, SharedJvm shared, Body body) {
    Slots.check(spark, ranks, shared);
    List<Outcome> outcomes;
    try {
      outcomes =
          stage(spark, ranks, shared, body).repartition(1).collect().stream()
              .map(Outcome::fromJson)
              .sorted(Comparator.comparingInt(Outcome::rank))
              .toList();
    } catch (Exception e) { // Spark's SparkException is checked, and thrown undeclared
      throw new RankLost("the gang of " + ranks + " ranks could not go on", e);
    }
    throwFirst(outcomes, Outcome.Kind.USER_ERROR);
    throwFirst(outcomes, Outcome.Kind.BUG);
    throwFirst(outcomes, Outcome.Kind.LOST);
    return outcomes.stream().map(Outcome::text).toList();
  }

  @SuppressWarnings("deprecation") // the only converters that Scala 2.12 and 2.13 both have
  private static JavaRDD<String> stage(
      JavaSparkContext spark, int ranks, SharedJvm shared, Body body) {
    Task task =
        ignored -> {
          Outcome outcome = attempt(new Member(BarrierTaskContext.get()), shared, body);
          return JavaConverters.asScalaIterator(List.of(outcome.toJson()).iterator());
        };
    List<Integer> numbers = IntStream.range(0, ranks).boxed().toList();
    return spark
        .parallelize(numbers, ranks)
        .rdd()
        .barrier()
        .mapPartitions(task, false, ClassTag$.MODULE$.<String>apply(String.class))
        .toJavaRDD();
  }

  private static Outcome attempt(Member member, SharedJvm shared, Body body) {
    Outcome mine;
    Outcome[] all;
    try {
      if (shared == SharedJvm.REFUSED) {
        refuseSharedJvm(member.meet(Member.jvm()));
      }
      mine = Outcome.done(member.rank(), body.run(member));
      all = member.end(mine);
    } catch (Member.EndedEarly e) {
      mine = Outcome.lost(member.rank(), e.getMessage());
      all = e.outcomes();
    } catch (Exception | LinkageError e) { // a native library that does not load is a LinkageError
      if (member.cancelled()) {
        throw new RankLost("rank " + member.rank() + " was told to stop", e);
      }
      mine = Outcome.failed(member.rank(), e);
      all = member.end(mine);
    }
    boolean somebodyFailed =
        Arrays.stream(all)
            .anyMatch(o -> o.kind() == Outcome.Kind.USER_ERROR || o.kind() == Outcome.Kind.BUG);
    if (mine.kind() == Outcome.Kind.LOST && !somebodyFailed) {
      // a connection broke and nobody is to blame: failing the task makes Spark start the gang anew
      throw new RankLost(mine.text());
    }
    return mine;
  }

  private static void refuseSharedJvm(String[] jvms) {
    Map<String, Integer> first = new HashMap<>();
    for (int rank = 0; rank < jvms.length; rank++) {
      Integer other = first.putIfAbsent(jvms[rank], rank);
      if (other != null) {
        throw UserError.of(
            "ranks " + other + " and " + rank + " both run in executor " + jvms[rank],
            "give an executor as many cores as a task: spark.executor.cores = spark.task.cpus");
      }
    }
  }

  private static void throwFirst(List<Outcome> outcomes, Outcome.Kind kind) {
    for (Outcome outcome : outcomes) {
      if (outcome.kind() == kind) {
        throw switch (kind) {
          case USER_ERROR -> UserError.of(outcome.text(), "");
          case LOST -> new RankLost("rank " + outcome.rank() + ": " + outcome.text());
          case BUG, DONE ->
              new IllegalStateException("rank " + outcome.rank() + " failed:\n" + outcome.trace());
        };
      }
    }
  }
}
