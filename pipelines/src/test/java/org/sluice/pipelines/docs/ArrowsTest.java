package org.sluice.pipelines.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies point one way: base, udfs and engine, jobs, pipelines. */
class ArrowsTest {
  private static final Pattern ARROW = Pattern.compile("-> (\\S+)");

  @ParameterizedTest
  @CsvSource({
    "base, org.sluice.base",
    "udfs, org.sluice.base org.sluice.text",
    "engine, org.sluice.base org.sluice.engine",
    "jobs, org.sluice.base org.sluice.text org.sluice.engine org.sluice.jobs"
  })
  void aRoomKnowsOnlyTheRoomsBelowIt(String module, String rooms) {
    Set<String> known = packages(module);
    assertThat(known).as("what " + module + " uses").isNotEmpty();
    assertThat(known)
        .filteredOn(name -> name.startsWith("org.sluice."))
        .allMatch(name -> List.of(rooms.split(" ")).stream().anyMatch(name::startsWith));
  }

  @ParameterizedTest
  @CsvSource({"base", "udfs", "engine"})
  void sparkIsKnownFromJobsOn(String module) {
    assertThat(packages(module)).noneMatch(name -> name.startsWith("org.apache.spark"));
  }

  /** The packages that the classes of a module use. */
  private static Set<String> packages(String module) {
    StringWriter told = new StringWriter();
    PrintWriter out = new PrintWriter(told);
    String classes = Path.of("..", module, "target", "classes").toString();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(out, out, "-verbose:package", "--ignore-missing-deps", "-filter:none", classes);
    assertThat(code).as(told.toString()).isZero();
    Set<String> used = new TreeSet<>();
    Matcher arrow = ARROW.matcher(told.toString());
    while (arrow.find()) {
      used.add(arrow.group(1));
    }
    return used;
  }
}
