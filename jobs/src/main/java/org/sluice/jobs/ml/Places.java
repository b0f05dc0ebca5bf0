package org.sluice.jobs.ml;

import java.net.URI;
import java.nio.file.Path;
import org.sluice.base.UserError;

/** Folders that params name. Models and adapters are memory-mapped, so they lie on file systems. */
final class Places {
  private Places() {}

  /**
   * The path of a folder or file.
   *
   * @param param its name, for the message
   * @throws UserError when it is not on a file system
   */
  static Path local(String param, String url) {
    if (url.startsWith("file:")) {
      return Path.of(URI.create(url).getPath());
    }
    if (url.contains("://")) {
      throw UserError.of(
          param + " is " + url + ", which is no path of a file system",
          "copy it to a folder that driver and executors share, and name that");
    }
    return Path.of(url);
  }
}
