package org.sluice.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.jobs.JobMain;
import org.sluice.pipelines.recipe.Steps;
import org.sluice.text.rules.Profiles;

/** Holds base ← udfs ← jobs ← pipelines and base ← engine ← jobs, with the JDK's own jdeps. */
class ModuleArrowsTest {
  /** The rooms, each by a class that certainly lies in it. */
  enum Room {
    BASE("org.sluice.base", UserError.class, Set.of()),
    UDFS("org.sluice.text", Profiles.class, Set.of(BASE)),
    ENGINE("org.sluice.engine", Checkpoint.class, Set.of(BASE)),
    JOBS("org.sluice.jobs", JobMain.class, Set.of(BASE, UDFS, ENGINE)),
    PIPELINES("org.sluice.pipelines", Steps.class, Set.of(BASE, UDFS, ENGINE, JOBS));

    private final String root;
    private final Class<?> resident;
    private final Set<Room> mayUse;

    Room(String root, Class<?> resident, Set<Room> mayUse) {
      this.root = root;
      this.resident = resident;
      this.mayUse = mayUse;
    }

    /** The folder or jar that its classes come from. */
    Path classes() throws URISyntaxException {
      return Path.of(resident.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    boolean owns(String name) {
      return name.equals(root) || name.startsWith(root + ".");
    }
  }

  /** jdeps prints " from.package -> to.package where it found it". */
  private static final Pattern ARROW = Pattern.compile("^\\s+(\\S+)\\s+->\\s+(\\S+)");

  /** For each room, its packages and what each of them uses. */
  private static final Map<Room, Map<String, Set<String>>> USES = new TreeMap<>();

  @BeforeAll
  static void askJdeps() throws URISyntaxException {
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    for (Room room : Room.values()) {
      StringWriter out = new StringWriter();
      StringWriter errors = new StringWriter();
      int code =
          jdeps.run(
              new PrintWriter(out),
              new PrintWriter(errors),
              "-verbose:package",
              "-filter:none",
              "--multi-release",
              "17",
              room.classes().toString());
      assertThat(code).as("jdeps: %s%s", out, errors).isZero();
      Map<String, Set<String>> uses = new TreeMap<>();
      Matcher arrow = ARROW.matcher("");
      out.toString()
          .lines()
          .filter(line -> arrow.reset(line).find())
          .forEach(
              line ->
                  uses.computeIfAbsent(arrow.group(1), p -> new TreeSet<>()).add(arrow.group(2)));
      USES.put(room, uses);
    }
  }

  @Test
  void jdepsSawEveryRoom() {
    USES.forEach(
        (room, uses) -> {
          assertThat(uses.get(room.resident.getPackageName())).as("%s", room).contains("java.lang");
          assertThat(uses.keySet()).as("packages of %s", room).allMatch(room::owns);
        });
    assertThat(USES.get(Room.JOBS).get("org.sluice.jobs"))
        .as("an arrow that is there")
        .contains("org.sluice.base", "org.apache.spark.sql");
  }

  @Test
  void roomsUseOnlyThoseBelowThem() {
    USES.forEach(
        (room, uses) ->
            uses.forEach(
                (from, targets) ->
                    assertThat(targets)
                        .as("what %s uses", from)
                        .filteredOn(to -> to.startsWith("org.sluice."))
                        .allMatch(
                            to ->
                                room.owns(to)
                                    || room.mayUse.stream().anyMatch(other -> other.owns(to)))));
  }

  @Test
  void textAndEngineKnowNoSpark() {
    for (Room room : Set.of(Room.BASE, Room.UDFS, Room.ENGINE)) {
      USES.get(room)
          .forEach(
              (from, targets) ->
                  assertThat(targets)
                      .as("what %s uses", from)
                      .noneMatch(
                          to ->
                              to.startsWith("org.apache.spark")
                                  || to.startsWith("org.apache.hadoop")
                                  || to.startsWith("scala")));
    }
  }
}
