package org.sluice.jobs.clean;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.text.perplexity.ArpaModel;
import org.sluice.text.perplexity.KenlmModel;
import org.sluice.text.perplexity.NgramModel;
import org.sluice.text.perplexity.Perplexity;

/** Models of n-grams by their path, read once in each JVM. */
public final class NgramModels {
  private static final Map<String, NgramModel> READ = new ConcurrentHashMap<>();
  private static final ThreadLocal<Map<PerplexityOptions, Perplexity>> MEASURES =
      ThreadLocal.withInitial(HashMap::new);

  private static final int BEGINNING = 16;

  private NgramModels() {}

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
            o ->
                new Perplexity(
                    READ.computeIfAbsent(o.model(), NgramModels::read),
                    Pieces.sentences(o.sentencepiece(), o.tokens())));
  }

  private static NgramModel read(String file) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      BufferedInputStream begun = new BufferedInputStream(in);
      begun.mark(BEGINNING);
      byte[] beginning = begun.readNBytes(BEGINNING);
      begun.reset();
      if (KenlmModel.isOne(beginning)) {
        return KenlmModel.open(local(path, begun));
      }
      return ArpaModel.read(file.endsWith(".gz") ? new GZIPInputStream(begun) : begun);
    } catch (IOException e) {
      throw UserError.at(
              file,
              "",
              String.valueOf(e.getMessage()),
              "give a model of KenLM or in the ARPA format")
          .causedBy(e);
    }
  }

  /** A file that can be mapped: the model itself, or a copy of one that lies elsewhere. */
  private static java.nio.file.Path local(Path path, InputStream model) throws IOException {
    String scheme = path.toUri().getScheme();
    if (scheme == null || scheme.equals("file")) {
      return java.nio.file.Path.of(path.toUri().getPath());
    }
    java.nio.file.Path copy = Files.createTempFile("ngrams", ".bin");
    copy.toFile().deleteOnExit();
    Files.copy(model, copy, StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }
}
