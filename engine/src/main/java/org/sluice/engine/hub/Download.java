package org.sluice.engine.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.hub.HubClient.Body;
import org.sluice.engine.hub.HubClient.RemoteFile;

/** Fills the cache with files, each whole and right or not at all. */
final class Download {
  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int MEGABYTE = 1_000_000;

  private final HubClient client;
  private final HubCache cache;
  private final Progress progress;
  private long done;

  Download(HubClient client, HubCache cache, Progress progress) {
    this.client = client;
    this.cache = cache;
    this.progress = progress;
  }

  /** Something that may fail because of the network. */
  private interface Attempt<T> {
    T run() throws IOException;
  }

  /** What a file is, asked again when the network fails. */
  RemoteFile describe(String commit, String name) {
    return again(name, () -> client.file(commit, name));
  }

  /** Fetches those that the cache lacks. */
  void all(List<RemoteFile> files, String what) {
    List<RemoteFile> missing =
        files.stream().filter(file -> !Files.exists(cache.blob(file.etag()))).toList();
    if (missing.isEmpty()) {
      return;
    }
    long bytes = missing.stream().mapToLong(file -> Math.max(0, file.size())).sum();
    progress.begin("download " + what, "MB", bytes / MEGABYTE);
    try {
      for (RemoteFile file : missing) {
        again(
            file.name(),
            () -> {
              one(file);
              return file;
            });
      }
    } finally {
      progress.end();
    }
  }

  private static <T> T again(String name, Attempt<T> attempt) {
    for (int i = 1; ; i++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (i == ATTEMPTS) {
          throw UserError.of(
                  name + " cannot be fetched: " + e.getMessage(),
                  "check the network and the free space of the cache, and start again: it goes on"
                      + " where it stood")
              .causedBy(e);
        }
        pause(FIRST_PAUSE_MILLIS << (i - 1));
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void one(RemoteFile file) throws IOException {
    Path blob = cache.blob(file.etag());
    Path part = blob.resolveSibling(blob.getFileName() + ".incomplete");
    Files.createDirectories(blob.getParent());
    long from = Files.exists(part) ? Files.size(part) : 0;
    if (from < file.size() || file.size() < 0 || from == 0) {
      append(file, part, from);
    }
    long size = Files.size(part);
    if (file.size() >= 0 && size < file.size()) {
      throw new IOException("the connection ended after " + size + " of " + file.size() + " bytes");
    }
    if (!digest(file.etag(), part).equals(file.etag())) {
      Files.delete(part);
      throw new IOException("its digest is not the one that the hub gives");
    }
    Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
  }

  private void append(RemoteFile file, Path part, long from) throws IOException {
    Body body = client.body(file, from);
    StandardOpenOption how =
        body.fromStart() ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try (InputStream in = body.bytes();
        OutputStream out =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        done += n;
        progress.at(done / MEGABYTE);
      }
    }
  }

  /** The digest of the kind that the etag is; the etag itself where it is none. */
  private static String digest(String etag, Path file) throws IOException {
    try {
      MessageDigest digest;
      if (etag.matches("[0-9a-f]{64}")) {
        digest = MessageDigest.getInstance("SHA-256");
      } else if (etag.matches("[0-9a-f]{40}")) {
        digest = MessageDigest.getInstance("SHA-1");
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
      } else {
        return etag;
      }
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
