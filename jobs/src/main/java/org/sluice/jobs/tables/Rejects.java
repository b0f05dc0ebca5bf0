package org.sluice.jobs.tables;

import java.util.Map;
import java.util.Set;
import org.sluice.text.archive.Damage;

/** What the reasons in the table of rejects say of the files. */
public final class Rejects {
  /** A packed file ends too early or cannot be unpacked. */
  public static final String PACKED_DAMAGED = "the packed file is damaged from here on";

  /** The same, noticed at its end. */
  public static final String NOT_CLOSED = "the file does not close";

  private static final Set<String> DAMAGED = Set.of(PACKED_DAMAGED, NOT_CLOSED);

  private Rejects() {}

  /** Whether nothing but damaged files is among the reasons, of which there is at least one. */
  public static boolean areDamage(Map<String, Long> byReason) {
    return !byReason.isEmpty() && byReason.keySet().stream().allMatch(Rejects::isDamage);
  }

  private static boolean isDamage(String reason) {
    return DAMAGED.contains(reason) || Damage.isTold(reason);
  }
}
