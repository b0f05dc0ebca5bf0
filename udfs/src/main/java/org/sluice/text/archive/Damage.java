package org.sluice.text.archive;

import java.util.Set;

/** What is told of records of a web archive that is cut off, damaged or none at all. */
public final class Damage {
  static final String NO_RECORD = "no record begins here";
  static final String PACKED_CUT_OFF = "the packed record is cut off";
  static final String PACKED_DAMAGED = "the packed record is damaged";
  static final String CUT_OFF = "the record is cut off";

  private static final Set<String> ALL = Set.of(NO_RECORD, PACKED_CUT_OFF, PACKED_DAMAGED, CUT_OFF);

  private Damage() {}

  /** Whether a {@link ArchiveRecord#problem} says that the file is damaged. */
  public static boolean isTold(String problem) {
    return ALL.contains(problem);
  }
}
