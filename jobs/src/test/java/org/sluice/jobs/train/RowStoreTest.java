package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.engine.train.Row;
import org.sluice.jobs.train.RowShard.Sequenced;

class RowStoreTest {
  @TempDir Path folder;

  @Test
  void numbersOfRowsDoNotDependOnPartitions() throws IOException {
    List<Sequenced> rows = rows(i -> 0);
    Path one = folder.resolve("one");
    RowShard.write(one, "0", rows.iterator());
    Collections.shuffle(rows, new Random(7));
    Path three = folder.resolve("three");
    RowShard.write(three, "0", rows.subList(0, 11).iterator());
    RowShard.write(three, "1", rows.subList(11, 11).iterator());
    RowShard.write(three, "2", rows.subList(11, 20).iterator());
    try (RowStore a = RowStore.open(one, 20);
        RowStore b = RowStore.open(three, 20)) {
      assertThat(a.digest()).isEqualTo(b.digest());
      for (int i = 0; i < 20; i++) {
        assertThat(a.read(i).inputIds()).isEqualTo(b.read(i).inputIds());
        assertThat(a.read(i).labels()).isEqualTo(b.read(i).labels());
        assertThat(a.read(i).lengths()).containsExactly(1, 2);
      }
      assertThat(a.lengths()).containsOnly(3).hasSize(20);
    }
  }

  @Test
  void rowsOfASequenceAreNumberedByIt() throws IOException {
    List<Sequenced> rows = rows(i -> (long) i << 32);
    Collections.shuffle(rows, new Random(7));
    RowShard.write(folder, "0", rows.subList(0, 11).iterator());
    RowShard.write(folder, "1", rows.subList(11, 20).iterator());
    try (RowStore store = RowStore.open(folder, 20)) {
      for (int i = 0; i < 20; i++) {
        assertThat(store.read(i).inputIds()).containsExactly(i + 1, i + 2, i + 1);
      }
    }
  }

  private static List<Sequenced> rows(IntToLongFunction sequence) {
    List<Sequenced> rows = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      Row row = new Row(new int[] {i, i + 1, i}, new int[] {-100, i, i}, new int[] {1, 2});
      rows.add(new Sequenced(sequence.applyAsLong(i), row));
    }
    return rows;
  }

  @Test
  void aFolderThatIsNotSharedIsSaid() {
    assertThatThrownBy(() -> RowStore.open(folder.resolve("elsewhere"), 20))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("0 of 20 training rows")
        .hasMessageContaining("share");
  }
}
