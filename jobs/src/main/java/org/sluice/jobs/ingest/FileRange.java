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

  /** What packed text grows to, about. */
  private static final long UNPACKED = 4;

  /** Cuts what can be cut into some parts a core, so that no core waits for a long last one. */
  static List<FileRange> cut(
      List<InputFile> files, IngestOptions.TextDocument document, int cores) {
    long wanted = wanted(files, cores);
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

  /**
   * Puts neighbours together where they are small, so that a folder of a million pages is no
   * million tasks. What a task reads is about the same for all, as far as ranges allow.
   *
   * @param ranges as {@link #cut} made them
   */
  static List<List<FileRange>> tasks(List<FileRange> ranges, List<InputFile> files, int cores) {
    long total = ranges.stream().mapToLong(FileRange::work).sum();
    long wanted = wanted(files, cores);
    long count = Math.max(1, (total + wanted / 2) / wanted);
    List<List<FileRange>> tasks = new ArrayList<>();
    long before = 0;
    long last = -1;
    for (FileRange range : ranges) {
      long task = Math.min(count - 1, (long) ((before + range.work() / 2.0) * count / total));
      if (task != last) {
        tasks.add(new ArrayList<>());
        last = task;
      }
      tasks.get(tasks.size() - 1).add(range);
      before += range.work();
    }
    return tasks;
  }

  private static long wanted(List<InputFile> files, int cores) {
    long total = files.stream().mapToLong(InputFile::length).sum();
    return Math.max(SMALLEST, Math.min(LARGEST, total / (PARTS_A_CORE * cores) + 1));
  }

  private long work() {
    long bytes = Math.min(end, file.length()) - start;
    return file.packing() == InputFile.Packing.PLAIN ? bytes : UNPACKED * bytes;
  }
}
