package org.sluice.jobs.clean;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;

/** Models of one kind by the path of a file that every executor can read, read once in each JVM. */
final class ModelFiles<M> {
  private final Map<String, M> read = new ConcurrentHashMap<>();
  private final Reader<M> reader;
  private final String remedy;

  /** Makes a model of what a file holds. */
  @FunctionalInterface
  interface Reader<M> {
    M read(String file, InputStream content) throws IOException;
  }

  /**
   * A cache of models.
   *
   * @param remedy which kind of file to give
   */
  ModelFiles(Reader<M> reader, String remedy) {
    this.reader = reader;
    this.remedy = remedy;
  }

  /**
   * The model in a file.
   *
   * @throws UserError when there is none
   */
  M of(String file) {
    return read.computeIfAbsent(file, this::read);
  }

  private M read(String file) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return reader.read(file, in);
    } catch (IOException e) {
      throw UserError.at(file, "", String.valueOf(e.getMessage()), remedy).causedBy(e);
    }
  }
}
