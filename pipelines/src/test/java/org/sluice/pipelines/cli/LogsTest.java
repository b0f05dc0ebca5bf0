package org.sluice.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty("sluice.log");
  }

  @Test
  void theFileIsTheOneNamedWhenALineIsWritten() throws Exception {
    Path log = folder.resolve("logs/sluice.log");
    var configuration = getClass().getResource("/org/sluice/pipelines/log4j2.properties").toURI();
    try (LoggerContext context = new LoggerContext("test", null, configuration)) {
      context.start();
      Logs.to(log);
      assertThat(log).doesNotExist();
      context.getLogger("org.sluice.any").info("a line");
      assertThat(log).content().endsWith("INFO  any: a line\n");
    }
  }
}
