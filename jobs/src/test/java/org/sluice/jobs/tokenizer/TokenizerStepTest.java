package org.sluice.jobs.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.dedup.Corpus;

class TokenizerStepTest {
  @TempDir Path folder;

  @Test
  void unigramPiecesAreTheSameForAnyPartitioning() throws IOException {
    String expected = null;
    for (int partitions : new int[] {1, 5}) {
      Fixture run = Fixture.parquet(folder.resolve("out" + partitions));
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        rows.add(RowFactory.create("r" + i, Corpus.word(i % 40) + " " + Corpus.word(i % 7) + "."));
      }
      StructType schema = StructType.fromDDL("id STRING, text STRING");
      run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(partitions));
      run.run(new TokenizerStep(), "rows", "algorithm", "unigram", "vocab_size", 300);
      String found = Files.readString(run.output().resolve("tokenizer/tokenizer.json"));
      expected = expected == null ? found : expected;
      assertThat(found).isEqualTo(expected);
    }
    try (Tokenizer tokenizer = Tokenizer.of(expected, "here")) {
      String text = Corpus.word(3) + " " + Corpus.word(5) + ".";
      assertThat(tokenizer.decode(tokenizer.ids(text, false), false)).isEqualTo(text);
    }
  }
}
