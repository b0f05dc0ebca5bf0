package org.sluice.text.archive;

import java.util.Set;

/** What is told of parts of a file that is cut off, damaged, or not what its name says. */
public final class RecordDamage {
  static final String NO_RECORD = "no record begins here";
  static final String CUT_OFF = "the record is cut off";
  static final String PACKED_CUT_OFF = "the packed record is cut off";
  static final String PACKED_DAMAGED = "the packed record is damaged";
  static final String WRONG_SUM = "the packed record differs from its check sum";
  static final String NO_MEMBER = "no packed record begins here";

  private static final Set<String> ALL =
      Set.of(NO_RECORD, CUT_OFF, PACKED_CUT_OFF, PACKED_DAMAGED, WRONG_SUM, NO_MEMBER);

  private RecordDamage() {}

  /** Whether an {@link ArchiveRecord#problem} says that the file came to harm. */
  public static boolean isTold(String problem) {
    return ALL.contains(problem);
  }
}
