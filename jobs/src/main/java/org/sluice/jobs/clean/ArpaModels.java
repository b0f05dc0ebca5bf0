package org.sluice.jobs.clean;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.jobs.clean.CleanOptions.PerplexityOptions;
import org.sluice.text.perplexity.ArpaModel;
import org.sluice.text.perplexity.Perplexity;

/** Models of n-grams by their path, read once in each JVM. */
public final class ArpaModels {
  private static final Map<String, ArpaModel> READ = new ConcurrentHashMap<>();
  private static final ThreadLocal<Map<PerplexityOptions, Perplexity>> MEASURES =
      ThreadLocal.withInitial(HashMap::new);

  private ArpaModels() {}

  /**
   * What measures by these settings, for this thread alone.
   *
   * @throws UserError when there is no such model
   */
  public static Perplexity of(PerplexityOptions options) {
    return MEASURES
        .get()
        .computeIfAbsent(
            options,
            o -> new Perplexity(READ.computeIfAbsent(o.model(), ArpaModels::read), o.tokens()));
  }

  private static ArpaModel read(String file) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return ArpaModel.read(file.endsWith(".gz") ? new GZIPInputStream(in) : in);
    } catch (IOException e) {
      throw UserError.at(file, "", e.getMessage(), "give a model in the ARPA format").causedBy(e);
    }
  }
}
