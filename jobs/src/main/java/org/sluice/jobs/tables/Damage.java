package org.sluice.jobs.tables;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.text.archive.RecordDamage;

/** What the reasons in the table of rejects say of files that came to harm. */
public final class Damage {
  /** A packed file ends before its packing does. */
  public static final String CUT_OFF = "the packed file is cut off here";

  /** The bytes of a packed file cannot be unpacked, or differ from their check sum. */
  public static final String DAMAGED = "the packed file is damaged from here on";

  /** A file whose name ends in .gz, say, and whose first bytes are no gzip. */
  public static final String NOT_PACKED = "the file is not packed as its name says";

  /** A file that differs from the check sums that Hadoop keeps beside it. */
  public static final String WRONG_SUM = "the file differs from its check sum in .crc from here on";

  /** A list of JSON that breaks off. */
  public static final String LIST_CUT_OFF = "the JSON list is cut off";

  /** A list of JSON that cannot be read to its end. */
  public static final String NO_JSON = "not JSON from here on";

  /** XML that cannot be read to its end. */
  public static final String NO_XML = "not XML from here on";

  /** Name of a step's metric: files of which a part could not be read. */
  public static final String FILES = "damaged_files";

  private static final Set<String> OF_FILES =
      Set.of(CUT_OFF, DAMAGED, NOT_PACKED, WRONG_SUM, LIST_CUT_OFF, NO_JSON, NO_XML);
  private static final int SHOWN = 5;

  private Damage() {}

  /** Whether a reason says that a file is cut off or damaged. */
  public static boolean isTold(String reason) {
    return OF_FILES.contains(reason) || RecordDamage.isTold(reason);
  }

  /**
   * What a user can do.
   *
   * @param reasons of rejects
   * @param other what to do where none of them tells of damage
   */
  public static String remedy(Collection<String> reasons, String other) {
    if (reasons.stream().noneMatch(Damage::isTold)) {
      return other;
    }
    return reasons.stream().allMatch(NOT_PACKED::equals)
        ? "name the file by what it is, or fetch it again"
        : "fetch or make the file again";
  }

  /** Where the damage is, to go on a line with: {@code " in a.gz, b.gz"}; empty without files. */
  public static String in(Collection<String> files) {
    return files.isEmpty() ? "" : " in " + named(files);
  }

  /** One line about files of which a part could not be read. */
  public static String told(Collection<?> files) {
    return "cut off or damaged: %s; fetch or make %s again"
        .formatted(named(files), files.size() > 1 ? "them" : "it");
  }

  private static String named(Collection<?> files) {
    String names =
        files.stream()
            .limit(SHOWN)
            .map(file -> file.toString().substring(file.toString().lastIndexOf('/') + 1))
            .collect(Collectors.joining(", "));
    int more = files.size() - SHOWN;
    return more > 0 ? names + " and %d more".formatted(more) : names;
  }
}
