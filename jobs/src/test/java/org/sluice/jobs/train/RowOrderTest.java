package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.jobs.train.RowOrder.Arrangement;

class RowOrderTest {
  private static final int[] LENGTHS = {5, 9, 2, 7, 7, 1, 30, 4, 6, 8, 3};

  @Test
  void everyEpochSeesEveryRowOnceInAnotherOrder() {
    RowOrder order = new RowOrder(LENGTHS, 4, 42, Arrangement.SHUFFLED);
    List<Integer> first = epoch(order, 0);
    List<Integer> second = epoch(order, 1);
    assertThat(first).doesNotHaveDuplicates().hasSize(LENGTHS.length);
    assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    assertThat(epoch(new RowOrder(LENGTHS, 4, 42, Arrangement.SHUFFLED), 1)).isEqualTo(second);
    assertThat(epoch(new RowOrder(LENGTHS, 4, 43, Arrangement.SHUFFLED), 0)).isNotEqualTo(first);
  }

  @Test
  void aStepHasTheSameRowsForAnyNumberOfRanks() {
    RowOrder order = new RowOrder(LENGTHS, 4, 42, Arrangement.SHUFFLED);
    for (long step = 0; step < 6; step++) {
      int[] alone = flat(order.rows(step, 0, 1, 2));
      int[] two = flat(order.rows(step, 0, 2, 1), order.rows(step, 1, 2, 1));
      assertThat(alone).isEqualTo(order.rows(step)).isEqualTo(two);
    }
  }

  @Test
  void anOrderIsKeptInEveryEpochAndForAnyNumberOfRanks() {
    RowOrder order = new RowOrder(LENGTHS, 4, 42, Arrangement.KEPT);
    assertThat(epoch(order, 0)).isSorted().hasSize(LENGTHS.length).isEqualTo(epoch(order, 1));
    assertThat(order.rows(1, 0, 2, 1)[0]).containsExactly(4, 5);
    assertThat(order.rows(1, 1, 2, 1)[0]).containsExactly(6, 7);
  }

  @Test
  void rowsOfLikeLengthGoTogetherTheLongestFirst() {
    int[] lengths = new int[64];
    Arrays.setAll(lengths, i -> 1 + i * 37 % 64);
    RowOrder order = new RowOrder(lengths, 2, 1, Arrangement.BY_LENGTH);
    int[] first = order.rows(0);
    assertThat(lengths[first[0]]).isEqualTo(64);
    int spread = 0;
    int shuffledSpread = 0;
    RowOrder shuffled = new RowOrder(lengths, 2, 1, Arrangement.SHUFFLED);
    for (long step = 1; step < 32; step++) {
      spread += spread(lengths, order.rows(step));
      shuffledSpread += spread(lengths, shuffled.rows(step));
    }
    assertThat(spread * 4).isLessThan(shuffledSpread);
    assertThat(steps(order, 0, 32)).doesNotHaveDuplicates().hasSize(64);
  }

  private static int spread(int[] lengths, int[] rows) {
    return Math.abs(lengths[rows[0]] - lengths[rows[1]]);
  }

  private static List<Integer> epoch(RowOrder order, int epoch) {
    return steps(order, epoch * 3, epoch * 3 + 3);
  }

  private static List<Integer> steps(RowOrder order, int from, int to) {
    List<Integer> rows = new ArrayList<>();
    for (int step = from; step < to; step++) {
      Arrays.stream(order.rows(step)).forEach(rows::add);
    }
    return rows;
  }

  private static int[] flat(int[][]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).flatMapToInt(Arrays::stream).toArray();
  }
}
