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
  private static final String PARTS = "spark.sql.files.minPartitionNum";

  @TempDir Path folder;

  @Test
  void twoExecutorsKeepTheSameRowsOnEveryPath() {
    Fixture run = new Fixture(folder, TwoExecutors.session(), TableFormat.PARQUET);
    List<List<String>> kept = new ArrayList<>();
    // Seven parts with some 20 of about 140 edges each, as many as the table has files. All edges
    // come with their number; those of the parts that have more than 21 do not; none may come.
    run.spark().conf().set(PARTS, 7);
    for (int maxDriverEdges : new int[] {300_000, 150, 0}) {
      run.tables().write("cleaned", Corpus.of(run.spark(), maxDriverEdges, 7));
      run.run(new Dedup(), "cleaned", "minhash", Map.of(), "max_driver_edges", maxDriverEdges);
      kept.add(run.strings("deduplicated", "id"));
    }
    run.spark().conf().unset(PARTS);
    assertThat(kept.get(0))
        .isEqualTo(kept.get(1))
        .isEqualTo(kept.get(2))
        .hasSize(61 + 20 + 45 + 12 - 76);
  }
}
