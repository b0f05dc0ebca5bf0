package org.sluice.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.cluster.Gang.SharedJvm;

@Tag("cluster")
@ExtendWith(TwoExecutors.class)
class GangTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void ranksRunInTheirOwnJvmsAndSumExactly() {
    String secret = Gang.newSecret();
    List<String> results = run(2, m -> sums(m, secret));
    assertThat(results.stream().map(r -> r.split(" ")[0]).distinct()).hasSize(2);
    assertThat(results.stream().map(r -> r.split(" ", 2)[1]))
        .containsOnly("wrong=0 few=[1.0, 21.0]");
  }

  private static String sums(Member member, String secret) {
    int rank = member.rank();
    ByteBuffer values = ByteBuffer.allocateDirect(4 * 100_003).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 100_003; i++) {
      values.putFloat(4 * i, (rank + 1) * (i % 1013));
    }
    try (Ring ring = Ring.join(member, secret, LIMIT)) {
      ring.barrier();
      ring.sum(values);
      double[] few = ring.sum(new double[] {rank, rank == 0 ? 1 : 20});
      int wrong = 0;
      for (int i = 0; i < 100_003; i++) {
        wrong += values.getFloat(4 * i) == 3 * (i % 1013) ? 0 : 1;
      }
      return ProcessHandle.current().pid()
          + " wrong="
          + wrong
          + " few=["
          + few[0]
          + ", "
          + few[1]
          + "]";
    }
  }

  @Test
  void anErrorOfTheUserComesBackAsIsAndIsNotTriedAgain(@TempDir Path folder) {
    String marks = folder.toString();
    assertThatThrownBy(
            () ->
                run(
                    2,
                    m -> {
                      Files.createFile(Path.of(marks, m.rank() + "-" + m.restarts()));
                      if (m.rank() == 1) {
                        throw UserError.at("model", "", "is not there", "name another");
                      }
                      return String.join(",", m.meet("never"));
                    }))
        .isInstanceOf(UserError.class)
        .hasMessage("model: is not there; name another");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("0-0", "1-0");
  }

  @Test
  void aBugIsThrownWithItsTrace() {
    String secret = Gang.newSecret();
    assertThatThrownBy(
            () ->
                run(
                    2,
                    m -> {
                      try (Ring ring = Ring.join(m, secret, LIMIT)) {
                        if (m.rank() == 0) {
                          throw new IllegalArgumentException("boom");
                        }
                        ring.barrier();
                        return "";
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("rank 0 failed")
        .hasMessageContaining("boom");
  }

  @Test
  void aKilledExecutorStartsTheGangAgain() {
    String secret = Gang.newSecret();
    List<String> results =
        run(
            2,
            m -> {
              try (Ring ring = Ring.join(m, secret, LIMIT)) {
                ring.barrier();
                if (m.rank() == 1 && m.restarts() == 0) {
                  Runtime.getRuntime().halt(9);
                }
                ring.barrier();
                return "start " + m.restarts();
              }
            });
    assertThat(results).containsOnly("start 1");
  }

  @Test
  void aPeerWithAnotherSecretIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    2,
                    m -> {
                      // a bug of ours, so that the gang is not started again
                      try (Ring ring = Ring.join(m, "secret " + m.rank(), Duration.ofSeconds(3))) {
                        ring.barrier();
                        return "";
                      } catch (RankLost e) {
                        throw new IllegalStateException(e.getMessage());
                      }
                    }))
        .hasMessageContaining("does not know this run's secret");
  }

  @Test
  void aSilentRankEndsTheWait() {
    String secret = Gang.newSecret();
    long start = System.nanoTime();
    List<String> results =
        run(
            2,
            m -> {
              try (Ring ring = Ring.join(m, secret, Duration.ofSeconds(1))) {
                if (m.rank() == 1) {
                  Thread.sleep(3000);
                  return "slept";
                }
                ring.barrier();
                return "";
              } catch (RankLost e) {
                return e.getMessage();
              }
            });
    assertThat(results.get(0)).isEqualTo("the ring broke at rank 0: no byte moved for 1 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void moreRanksThanSlotsIsSaidWithinTenSeconds() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> run(3, m -> ""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("3 ranks")
        .hasMessageContaining("only 2 tasks");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static List<String> run(int ranks, Gang.Body body) {
    return Gang.run(TwoExecutors.context(), ranks, SharedJvm.REFUSED, body);
  }
}
