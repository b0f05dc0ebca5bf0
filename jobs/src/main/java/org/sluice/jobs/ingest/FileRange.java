package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** What part of a task is too little to be cut off. */
  private static final double SLIVER = 1.0 / 16;

  /**
   * Deals all files out to tasks of about the same work, in their order. What can be cut is cut
   * where a task is full, and small files share one: no core waits for a long last task, and a
   * folder of a million pages is no million tasks.
   *
   * @return for each task the ranges that it reads; no file is left out, not even an empty one
   */
  static List<List<FileRange>> tasks(
      List<InputFile> files, IngestOptions.TextDocument document, int cores) {
    long total = files.stream().mapToLong(FileRange::work).sum();
    long wanted = wanted(files, cores);
    long count = Math.max(1, (total + wanted / 2) / wanted);
    double size = Math.max(1, (double) total / count);
    SortedMap<Long, List<FileRange>> tasks = new TreeMap<>();
    long before = 0; // work of the files before this one
    for (InputFile file : files) {
      long work = work(file);
      if (file.canBeSplit(document)) {
        // Less than a sliver at either end is left to the neighbour.
        long first = Math.min(count - 1, (long) (before / size + SLIVER));
        long last =
            Math.max(first, Math.min(count, (long) Math.ceil((before + work) / size - SLIVER)) - 1);
        long start = 0;
        for (long task = first; task <= last; task++) {
          long end = task == last ? work : (long) ((task + 1) * size) - before;
          add(tasks, task, new FileRange(file, start, end));
          start = end;
        }
      } else {
        long task = Math.min(count - 1, (long) ((before + work / 2.0) / size));
        add(tasks, task, new FileRange(file, 0, Long.MAX_VALUE));
      }
      before += work;
    }
    return List.copyOf(tasks.values());
  }

  private static void add(SortedMap<Long, List<FileRange>> tasks, long task, FileRange range) {
    tasks.computeIfAbsent(task, number -> new ArrayList<>()).add(range);
  }

  private static long wanted(List<InputFile> files, int cores) {
    long total = files.stream().mapToLong(InputFile::length).sum();
    return Math.max(SMALLEST, Math.min(LARGEST, total / (PARTS_A_CORE * cores) + 1));
  }

  private static long work(InputFile file) {
    return file.packing() == InputFile.Packing.PLAIN ? file.length() : UNPACKED * file.length();
  }
}
