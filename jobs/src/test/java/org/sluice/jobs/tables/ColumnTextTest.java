package org.sluice.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ColumnTextTest {
  @Test
  void readsWhatSparksOwnParserReads() {
    String text =
        """
        id STRING COMMENT 'the row, its name',
        trained ARRAY<INT> COMMENT
          'start, end',
        outputs MAP<STRING, STRING> COMMENT 'tables'
        """;
    assertThat(ColumnText.parse(text)).isEqualTo(StructType.fromDDL(text));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> ColumnText.parse("id INTERVAL COMMENT 'x'"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ColumnText.parse("id STRING COMMENT 'x', other"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
