package org.sluice.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;

class PlatformTest {
  @Test
  void refusesAnotherSparkAndATooNewJava() {
    assertThatThrownBy(() -> Platform.check("3.4.3", 17))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Spark 3.4.3")
        .hasMessageContaining("SPARK_HOME");
    assertThatThrownBy(() -> Platform.check("4.1.4", 25)).hasMessageContaining("JDK 17");
    assertThatThrownBy(() -> Platform.check("3.5.9", 24)).hasMessageContaining("JDK 17");
    assertThatCode(() -> Platform.check("4.2.0", 25)).doesNotThrowAnyException();
    assertThatCode(() -> Platform.check("3.5.7", 17)).doesNotThrowAnyException();
    assertThatCode(() -> Platform.check(true)).doesNotThrowAnyException();
  }

  @Test
  void refusesAClientOfSparkConnect() {
    assertThatThrownBy(() -> Platform.checkClassic(null, "sc://host:15002"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--master");
    assertThatThrownBy(() -> Platform.checkClassic("local", null)).isInstanceOf(UserError.class);
    assertThatCode(() -> Platform.checkClassic(null, " ")).doesNotThrowAnyException();
  }

  @Test
  void namesTheDeltaThatGoesWithTheSpark() {
    assertThatThrownBy(() -> Platform.checkDelta("3.5.9", name -> false))
        .hasMessageContaining("delta-spark_2.12:3.3.3");
    assertThatThrownBy(() -> Platform.checkDelta("4.1.0", name -> false))
        .hasMessageContaining("delta-spark_4.1_2.13:4.4.0")
        .hasMessageContaining("parquet");
  }
}
