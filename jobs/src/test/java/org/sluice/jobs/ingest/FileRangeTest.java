package org.sluice.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.jobs.ingest.IngestOptions.InputFormat;
import org.sluice.jobs.ingest.IngestOptions.TextDocument;

class FileRangeTest {
  private static final int CORES = 2;

  @Test
  void smallFilesShareTasksOfAboutTheSameWork() {
    List<InputFile> files = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      files.add(file("page" + i + ".html", InputFormat.HTML, 50_000));
    }
    List<List<FileRange>> tasks = tasks(files);
    assertThat(tasks).hasSize(3 * CORES);
    assertThat(tasks).allSatisfy(task -> assertThat(task.size()).isBetween(1_500, 1_800));
    assertThat(tasks.stream().flatMap(List::stream).map(FileRange::file).toList()).isEqualTo(files);
  }

  @Test
  void aLargeFileStaysCutAndSmallOnesBesideItGoTogether() {
    List<InputFile> files = new ArrayList<>();
    files.add(file("large.jsonl", InputFormat.JSONL, 60_000_000));
    for (int i = 0; i < 20; i++) {
      files.add(file("small" + i + ".jsonl", InputFormat.JSONL, 1_000));
    }
    List<List<FileRange>> tasks = tasks(files);
    assertThat(tasks.size()).isBetween(3 * CORES - 1, 3 * CORES + 1);
    assertThat(tasks.get(0)).hasSize(1);
    assertThat(tasks.stream().flatMap(List::stream)).hasSize(20 + 3 * CORES);
  }

  @Test
  void filesAreCutWhereATaskIsFull() {
    List<InputFile> files = new ArrayList<>();
    for (long length : new long[] {16_366_076, 16_220_109, 0, 16_279_461, 16_173_259}) {
      files.add(file("part" + files.size() + ".jsonl", InputFormat.JSONL, length));
    }
    List<List<FileRange>> tasks = tasks(files);
    assertThat(tasks).hasSize(3 * CORES);
    assertThat(tasks)
        .allSatisfy(
            task ->
                assertThat(task.stream().mapToLong(range -> range.end() - range.start()).sum())
                    .isBetween(9_700_000L, 11_900_000L));
    assertThat(rejoined(tasks)).isEqualTo(files);
  }

  @Test
  void aSliverOfAFileIsLeftToTheTaskOfTheRest() {
    List<InputFile> files = new ArrayList<>();
    long[] lengths = {10_100_000, 9_900_000, 10_050_000, 9_950_000, 10_000_000, 10_000_000};
    for (long length : lengths) {
      files.add(file("part" + files.size() + ".jsonl", InputFormat.JSONL, length));
    }
    assertThat(tasks(files))
        .isEqualTo(files.stream().map(f -> List.of(new FileRange(f, 0, f.length()))).toList());
  }

  /** The files of ranges that go on where the range before ended. */
  private static List<InputFile> rejoined(List<List<FileRange>> tasks) {
    List<InputFile> files = new ArrayList<>();
    long at = 0;
    for (FileRange range : tasks.stream().flatMap(List::stream).toList()) {
      if (range.start() == 0) {
        files.add(range.file());
        at = 0;
      }
      assertThat(range.start()).isEqualTo(at);
      at = range.end();
      if (at == range.file().length()) {
        at = -1; // nothing may follow
      }
    }
    return files;
  }

  @Test
  void aFileWithoutBytesIsReadToo() {
    assertThat(tasks(List.of(file("empty.html", InputFormat.HTML, 0)))).hasSize(1);
  }

  private static List<List<FileRange>> tasks(List<InputFile> files) {
    return FileRange.tasks(files, TextDocument.FILE, CORES);
  }

  private static InputFile file(String name, InputFormat format, long length) {
    return new InputFile("/data/" + name, name, format, length, false);
  }
}
