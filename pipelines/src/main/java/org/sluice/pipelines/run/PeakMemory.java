package org.sluice.pipelines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident memory of this process so far, native memory included. */
final class PeakMemory {
  private PeakMemory() {}

  /** As Linux counts it; 0 where the system does not say. */
  static long mebibytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024; // the file counts in KiB
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
