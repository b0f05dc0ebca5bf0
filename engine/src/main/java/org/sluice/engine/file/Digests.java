package org.sluice.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.base.UserError;

/** SHA-256 over files. */
public final class Digests {
  private Digests() {}

  /**
   * The digest in hex over each file's name, size and bytes, in order of the paths. All bytes are
   * read: about half a second a gigabyte, so ask once a run and not once a task.
   */
  public static String sha256(Iterable<Path> files) {
    MessageDigest digest = sha256();
    SortedSet<Path> sorted = new TreeSet<>();
    files.forEach(sorted::add);
    byte[] buffer = new byte[1 << 18];
    for (Path file : sorted) {
      try (InputStream in = Files.newInputStream(file)) {
        String head = file.getFileName() + "\0" + Files.size(file) + "\0";
        digest.update(head.getBytes(StandardCharsets.UTF_8));
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      } catch (IOException e) {
        throw UserError.at(file, "", "cannot be read: " + e, "check the file").causedBy(e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
