package org.sluice.jobs.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.cluster.TwoExecutors;
import org.sluice.jobs.tables.TableFormat;

@Tag("cluster")
@ExtendWith(TwoExecutors.class)
class DedupClusterTest {
  @TempDir Path folder;

  @Test
  void twoExecutorsKeepTheSameRowsOnEveryPath() {
    Fixture run = new Fixture(folder, TwoExecutors.session(), TableFormat.PARQUET);
    List<List<String>> kept = new ArrayList<>();
    // All edges come with their number; those of one partition do not (there are 69 and 66, and 68
    // of each may come); none may come.
    int[] mostEdges = {300_000, 136, 0};
    int[] orders = {300_000, 143, 0};
    for (int i = 0; i < orders.length; i++) {
      run.tables().write("cleaned", Corpus.of(run.spark(), orders[i], 7));
      run.run(new Dedup(), "cleaned", "minhash", Map.of(), "max_driver_edges", mostEdges[i]);
      kept.add(run.strings("deduplicated", "id"));
    }
    assertThat(kept.get(0))
        .isEqualTo(kept.get(1))
        .isEqualTo(kept.get(2))
        .hasSize(61 + 20 + 45 + 12 - 76);
  }
}
