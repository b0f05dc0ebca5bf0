package org.sluice.engine.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.sluice.engine.file.AtomicFiles;

/**
 * One repository's folder in the cache, laid out as huggingface_hub does: {@code blobs} by their
 * etags, {@code snapshots} by commit with links to them, {@code refs} from revision to commit. A
 * commit under {@code refs} is complete.
 */
final class HubCache {
  private final Path folder;
  private final Path lock;

  HubCache(Path cache, HubLocation location) {
    folder = cache.resolve(location.folder());
    lock = cache.resolve(".locks").resolve(location.folder() + ".lock");
  }

  /** Work on the folder that only one process may do at a time. */
  interface Exclusive<T> {
    T run();
  }

  /** Lets one thread of one process in at a time: executors of one machine share the cache. */
  <T> T exclusively(Exclusive<T> work) {
    synchronized (HubCache.class) {
      try {
        Files.createDirectories(lock.getParent());
        try (FileChannel channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          if (!held.isValid()) {
            throw new IllegalStateException("the lock was lost: " + lock);
          }
          return work.run();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The complete commit that a revision stands for, as far as the cache knows. */
  Optional<String> commit(String revision) {
    Path ref = folder.resolve("refs").resolve(revision);
    if (Files.isDirectory(folder.resolve("snapshots").resolve(revision))) {
      return Optional.of(revision); // a commit itself
    }
    try {
      return Files.isRegularFile(ref)
          ? Optional.of(Files.readString(ref).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of a commit's files. */
  Path snapshot(String commit) {
    return folder.resolve("snapshots").resolve(commit);
  }

  /** Where a file's bytes lie. */
  Path blob(String etag) {
    return folder.resolve("blobs").resolve(etag);
  }

  /** Names a blob in a commit's folder. */
  void link(String commit, String file, String etag) {
    Path name = snapshot(commit).resolve(file);
    Path blob = blob(etag);
    try {
      Files.createDirectories(name.getParent());
      Files.createSymbolicLink(name, name.getParent().relativize(blob));
    } catch (FileAlreadyExistsException e) {
      // an earlier download
    } catch (UnsupportedOperationException | IOException e) {
      AtomicFiles.write(name, temporary -> Files.write(temporary, Files.readAllBytes(blob)));
    }
  }

  /** Says that a commit is complete. */
  void complete(String revision, String commit) {
    if (!revision.equals(commit)) {
      AtomicFiles.write(folder.resolve("refs").resolve(revision), commit);
    }
  }
}
