package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a file that one task reads: the lines that begin in it.
 *
 * @param start first byte
 * @param end byte after the last
 */
record FileRange(InputFile file, long start, long end) implements Serializable {
  private static final long PARTS_A_CORE = 3;
  private static final long SMALLEST = 1L << 20;
  private static final long LARGEST = 128L << 20;

  /** Cuts what can be cut into some parts a core, so that no core waits for a long last one. */
  static List<FileRange> cut(
      List<InputFile> files, IngestOptions.TextDocument document, int cores) {
    long total = files.stream().mapToLong(InputFile::length).sum();
    long wanted = Math.max(SMALLEST, Math.min(LARGEST, total / (PARTS_A_CORE * cores) + 1));
    List<FileRange> ranges = new ArrayList<>();
    for (InputFile file : files) {
      if (!file.canBeSplit(document)) {
        ranges.add(new FileRange(file, 0, Long.MAX_VALUE));
        continue;
      }
      long parts = Math.max(1, (file.length() + wanted / 2) / wanted);
      for (long i = 0; i < parts; i++) {
        ranges.add(new FileRange(file, file.length() * i / parts, file.length() * (i + 1) / parts));
      }
    }
    return ranges;
  }
}
