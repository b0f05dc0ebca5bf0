package org.sluice.jobs.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Replaces whole folders at once: the new one is written beside the target and renamed. Between the
 * two renames the old folder stands under a name of its own; {@link #recover} puts it back when the
 * process was killed right there.
 */
public final class Folders {
  private final Configuration hadoop;

  public Folders(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Writes a folder through {@code writer}, then puts it in the target's place. */
  public void replace(String target, Consumer<String> writer) {
    Path path = new Path(target);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      recover(files, path);
      for (Path leftover : siblings(files, path, "new")) {
        files.delete(leftover, true);
      }
      Path fresh = sibling(path, "new");
      try {
        writer.accept(fresh.toString());
        swap(files, fresh, path);
      } finally {
        files.delete(fresh, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot replace " + target, e);
    }
  }

  /**
   * Writes a partitioned folder through {@code writer}, then puts each of {@code parts} in the
   * place of the target's part of that name. A part that was not written goes away.
   */
  void replaceParts(String target, List<String> parts, Consumer<String> writer) {
    Path path = new Path(target);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      Path fresh = sibling(path, "new");
      try {
        writer.accept(fresh.toString());
        files.mkdirs(path);
        for (String part : parts) {
          Path written = new Path(fresh, part);
          if (files.exists(written)) {
            recover(files, new Path(path, part));
            swap(files, written, new Path(path, part));
          } else {
            files.delete(new Path(path, part), true);
          }
        }
      } finally {
        files.delete(fresh, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot replace parts of " + target, e);
    }
  }

  private static void swap(FileSystem files, Path fresh, Path path) throws IOException {
    Path old = sibling(path, "old");
    if (files.exists(path)) {
      rename(files, path, old);
    } else {
      files.mkdirs(path.getParent());
    }
    rename(files, fresh, path);
    files.delete(old, true);
  }

  /** Whether the folder is there, an interrupted {@link #replace} mended. */
  public boolean exists(String target) {
    Path path = new Path(target);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      recover(files, path);
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + target, e);
    }
  }

  /** Removes a folder and all below it, if it is there. */
  public void delete(String target) {
    Path path = new Path(target);
    try {
      path.getFileSystem(hadoop).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + target, e);
    }
  }

  /** Names of what lies in the folder; none when there is no folder. */
  List<String> names(String folder) {
    Path path = new Path(folder);
    List<String> found = new ArrayList<>();
    try {
      FileSystem files = path.getFileSystem(hadoop);
      if (files.exists(path)) {
        for (FileStatus status : files.listStatus(path)) {
          found.add(status.getPath().getName());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
    return found;
  }

  /** Files in the folder and below, hidden ones and markers left out, by path. */
  public List<FileStatus> dataFiles(String target) {
    Path path = new Path(target);
    List<FileStatus> found = new ArrayList<>();
    try {
      FileSystem files = path.getFileSystem(hadoop);
      if (files.exists(path)) {
        collect(files, path, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + target, e);
    }
    found.sort((a, b) -> a.getPath().compareTo(b.getPath()));
    return found;
  }

  private static void collect(FileSystem files, Path folder, List<FileStatus> found)
      throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (status.isDirectory()) {
        collect(files, status.getPath(), found);
      } else {
        found.add(status);
      }
    }
  }

  private static void recover(FileSystem files, Path path) throws IOException {
    List<Path> old = siblings(files, path, "old");
    if (!files.exists(path) && !old.isEmpty()) {
      rename(files, old.get(0), path);
      old = old.subList(1, old.size());
    }
    for (Path leftover : old) {
      files.delete(leftover, true);
    }
  }

  private static Path sibling(Path path, String kind) {
    return new Path(path.getParent(), "." + path.getName() + "." + kind + "-" + UUID.randomUUID());
  }

  private static List<Path> siblings(FileSystem files, Path path, String kind) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!files.exists(path.getParent())) {
      return found;
    }
    String prefix = "." + path.getName() + "." + kind + "-";
    for (FileStatus status : files.listStatus(path.getParent())) {
      if (status.getPath().getName().startsWith(prefix)) {
        found.add(status.getPath());
      }
    }
    return found;
  }

  private static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
