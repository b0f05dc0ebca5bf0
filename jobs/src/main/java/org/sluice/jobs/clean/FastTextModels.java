package org.sluice.jobs.clean;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.text.fasttext.FastTextModel;

/** Models by their path, read once in each JVM. */
public final class FastTextModels {
  private static final Map<String, FastTextModel> READ = new ConcurrentHashMap<>();

  private FastTextModels() {}

  /**
   * The model in a file that every executor can read.
   *
   * @throws UserError when there is none
   */
  public static FastTextModel of(String file) {
    return READ.computeIfAbsent(file, FastTextModels::read);
  }

  private static FastTextModel read(String file) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return FastTextModel.read(in);
    } catch (IOException e) {
      throw UserError.at(file, "", e.getMessage(), "give a supervised model of fastText")
          .causedBy(e);
    }
  }
}
