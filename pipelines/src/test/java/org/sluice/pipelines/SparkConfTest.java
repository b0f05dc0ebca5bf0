package org.sluice.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.jobs.sql.SluiceCatalog;

/**
 * The defaults under conf/spark: keys that Spark knows, and the same wherever they mean the same.
 */
class SparkConfTest {
  private static final Path FOLDER = Path.of("../conf/spark");
  private static final Pattern SETTING = Pattern.compile("(?m)^(#?)(spark\\.\\S+)[ \\t]+(\\S.*)$");

  /** Keys with a part that the user chooses, or of cluster managers that are no test's library. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "spark\\.(master|sql\\.catalog\\.\\w+|executorEnv\\.\\w+|(executor|task)\\.resource\\.gpu"
              + "\\.(amount|discoveryScript|vendor)|(yarn|kubernetes)\\.[\\w.]+)");

  /** Where a cluster manager makes a choice that the others do not have. */
  private static final Set<String> OWN = Set.of("spark.master", "spark.eventLog.dir");

  @TempDir Path folder;

  @BeforeAll
  static void loadTheKeysOfSpark() throws ClassNotFoundException {
    for (String holder :
        List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.sql.internal.SQLConf$",
            "org.apache.spark.sql.internal.StaticSQLConf$")) {
      Class.forName(holder);
    }
  }

  static Stream<Path> files() throws IOException {
    return Files.list(FOLDER).filter(file -> file.toString().endsWith(".conf")).sorted();
  }

  private static Map<String, String> settings(Path file, boolean choices) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    Matcher lines = SETTING.matcher(Files.readString(file));
    while (lines.find()) {
      if (choices || lines.group(1).isEmpty()) {
        settings.put(lines.group(2), lines.group(3).strip());
      }
    }
    return settings;
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyKeyIsOneOfSparks(Path file) throws IOException {
    assertThat(settings(file, true).keySet())
        .hasSizeGreaterThan(8)
        .allSatisfy(
            key ->
                assertThat(OTHERS.matcher(key).matches() || ConfigEntry.findEntry(key) != null)
                    .as(key)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("files")
  void theSameKeyHasTheSameValueEverywhere(Path file) throws IOException {
    Map<String, String> standalone = settings(FOLDER.resolve("standalone.conf"), false);
    Map<String, String> here = settings(file, false);
    here.keySet().retainAll(standalone.keySet());
    here.keySet().removeAll(OWN);
    assertThat(here).isNotEmpty().allSatisfy((k, v) -> assertThat(v).isEqualTo(standalone.get(k)));
    assertThat(settings(file, false))
        .containsEntry("spark.sql.catalog.sluice", SluiceCatalog.class.getName())
        .containsEntry("spark.dynamicAllocation.enabled", "false");
  }

  @Test
  void theDiscoveryScriptCountsWhatNvidiaSmiLists() throws Exception {
    Path fake = folder.resolve("nvidia-smi");
    Files.writeString(fake, "#!/bin/sh\nprintf '0\\n1\\n'\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    assertThat(discovered(null)).isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}");
    assertThat(discovered("7")).isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\"]}");
    assertThat(discovered("GPU-8932f937,GPU-1f3a"))
        .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}");
    assertThat(discovered("")).isEqualTo("{\"name\": \"gpu\", \"addresses\": []}");
  }

  /** Spark-submit's own words and exit codes, as seen on a standalone cluster. */
  @Test
  void aDriverThatFailedIsAFailure() throws Exception {
    assertThat(submitted("State of driver driver-1 is FINISHED, exiting", 0)).isZero();
    assertThat(submitted("State of driver driver-1 is FAILED, exiting", 0)).isEqualTo(1);
    assertThat(submitted("State of driver driver-1 is RUNNING", 0)).isZero();
    assertThat(submitted("a mistake of the user's", 2)).isEqualTo(2);
  }

  private int submitted(String says, int code) throws Exception {
    Path fake = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(fake, "#!/bin/sh\necho \"" + says + "\" >&2\nexit " + code + "\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    ProcessBuilder script = new ProcessBuilder(FOLDER.resolve("submit.sh").toString(), "x.jar");
    script.environment().put("SPARK_HOME", folder.toString());
    Process running = script.redirectErrorStream(true).start();
    String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out).contains(says);
    assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return running.exitValue();
  }

  private String discovered(String visible) throws Exception {
    ProcessBuilder script = new ProcessBuilder(FOLDER.resolve("gpu-discovery.sh").toString());
    Map<String, String> environment = script.environment();
    environment.put("PATH", folder + ":" + environment.get("PATH"));
    environment.remove("CUDA_VISIBLE_DEVICES");
    if (visible != null) {
      environment.put("CUDA_VISIBLE_DEVICES", visible);
    }
    Process running = script.start();
    String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return out.strip();
  }
}
