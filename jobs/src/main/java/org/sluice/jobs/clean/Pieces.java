package org.sluice.jobs.clean;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.SentencePiece;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.text.perplexity.Sentences;

/** SentencePiece models by their path, read once in each JVM. */
public final class Pieces {
  private static final Map<String, Tokenizer> READ = new ConcurrentHashMap<>();

  private Pieces() {}

  /**
   * What comes before a model of n-grams: pieces where a SentencePiece model is named, lines of
   * words otherwise. Serves one thread at a time.
   *
   * @param sentencepiece its file; null for words
   * @throws UserError when there is no such file, or it is no SentencePiece model
   */
  public static Sentences sentences(String sentencepiece, Sentences.Tokens tokens) {
    if (sentencepiece == null) {
      return Sentences.lines(tokens);
    }
    Tokenizer tokenizer = READ.computeIfAbsent(sentencepiece, Pieces::read);
    return Sentences.pieces(tokenizer::tokens);
  }

  private static Tokenizer read(String file) {
    Path path = new Path(file);
    Map<String, Object> bare = Map.of("add_bos_token", false, "add_eos_token", false);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return Tokenizer.of(SentencePiece.tokenizerJson(in.readAllBytes(), bare, file), file);
    } catch (IOException e) {
      throw UserError.at(file, "", String.valueOf(e.getMessage()), "give a SentencePiece .model")
          .causedBy(e);
    }
  }
}
