package org.sluice.jobs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process as Linux counts it, native memory included. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Now, in MiB; 0 where the system does not say. */
  static long residentMb() {
    return field("VmRSS:");
  }

  /** The most since the process began, in MiB; 0 where the system does not say. */
  static long peakMb() {
    return field("VmHWM:");
  }

  private static long field(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024; // the file counts in KiB
        }
      }
    } catch (IOException e) {
      return 0; // not Linux
    }
    return 0;
  }
}
