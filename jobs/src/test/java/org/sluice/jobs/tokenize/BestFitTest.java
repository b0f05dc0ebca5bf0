package org.sluice.jobs.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BestFitTest {
  @Test
  void theFullestBlockWithRoomIsTaken() {
    // 6 and 5 open blocks with rooms 4 and 5; 4 fits the first exactly, then 3 goes to the second
    assertThat(lengths(BestFit.pack(samples(3, 6, 4, 5), 10))).isEqualTo("[[6, 4], [5, 3]]");
  }

  @Test
  void nothingIsLostAndOrderDoesNotMatter() {
    Random random = new Random(1);
    List<Sample> samples = samples(random.ints(2000, 1, 257).toArray());
    List<List<Sample>> blocks = BestFit.pack(new ArrayList<>(samples), 256);
    Collections.shuffle(samples, random);
    assertThat(BestFit.pack(samples, 256)).isEqualTo(blocks);
    assertThat(blocks.stream().mapToInt(List::size).sum()).isEqualTo(2000);
    assertThat(blocks).allMatch(block -> block.stream().mapToInt(Sample::length).sum() <= 256);
    int tokens = samples.stream().mapToInt(Sample::length).sum();
    assertThat(tokens / 256.0 / blocks.size()).isGreaterThan(0.98);
  }

  @Test
  void inOrderASampleStandsBeforeFewBlocksAndBehindNone() {
    List<Sample> samples = samples(new Random(1).ints(2000, 1, 257).toArray());
    List<List<Sample>> blocks = BestFit.packInOrder(samples, 256);
    List<Integer> blockOf = new ArrayList<>(Collections.nCopies(2000, 0));
    for (int block = 0; block < blocks.size(); block++) {
      for (Sample sample : blocks.get(block)) {
        blockOf.set(samples.indexOf(sample), block);
      }
    }
    int newest = 0;
    for (int block : blockOf) {
      assertThat(block).isBetween(newest - BestFit.OPEN_IN_ORDER + 1, newest + 1);
      newest = Math.max(newest, block);
    }
    int tokens = samples.stream().mapToInt(Sample::length).sum();
    assertThat(tokens / 256.0 / blocks.size()).isBetween(0.9, 1.0);
  }

  private static List<Sample> samples(int... lengths) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      samples.add(new Sample("s" + i, new int[lengths[i]], new int[lengths[i]]));
    }
    return samples;
  }

  private static String lengths(List<List<Sample>> blocks) {
    return blocks.stream().map(b -> b.stream().map(Sample::length).toList()).toList().toString();
  }
}
