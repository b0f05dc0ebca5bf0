package org.sluice.jobs.clean;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.text.perplexity.ArpaModel;
import org.sluice.text.perplexity.KenlmModel;
import org.sluice.text.perplexity.NgramModel;
import org.sluice.text.perplexity.Perplexity;

/** Models of n-grams by their path. */
public final class NgramModels {
  private static final ModelFiles<NgramModel> FILES =
      new ModelFiles<>(NgramModels::read, "give a model of KenLM or in the ARPA format");
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
                    FILES.of(o.model()), Pieces.sentences(o.sentencepiece(), o.tokens())));
  }

  private static NgramModel read(String file, InputStream content) throws IOException {
    BufferedInputStream begun = new BufferedInputStream(content);
    begun.mark(BEGINNING);
    byte[] beginning = begun.readNBytes(BEGINNING);
    begun.reset();
    if (KenlmModel.isOne(beginning)) {
      return KenlmModel.open(local(new Path(file), begun));
    }
    return ArpaModel.read(file.endsWith(".gz") ? new GZIPInputStream(begun) : begun);
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
