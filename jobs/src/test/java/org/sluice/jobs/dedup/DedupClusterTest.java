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
    // Seven parts, as many as the table has files, with 42 to 62 of about 370 edges each. All come
    // with their number; those of the parts that have more than 55 do not; none may come.
    run.spark().conf().set(PARTS, 7);
    int[] mostEdges = {300_000, 390, 0};
    int[] orders = {300_000, 150, 0};
    for (int i = 0; i < orders.length; i++) {
      run.tables().write("cleaned", Corpus.of(run.spark(), orders[i], 7));
      run.run(new Dedup(), "cleaned", "minhash", Map.of(), "max_driver_edges", mostEdges[i]);
      kept.add(run.strings("deduplicated", "id"));
    }
    run.spark().conf().unset(PARTS);
    assertThat(kept.get(0))
        .isEqualTo(kept.get(1))
        .isEqualTo(kept.get(2))
        .hasSize(61 + 20 + 45 + 12 - 76);
  }
}
