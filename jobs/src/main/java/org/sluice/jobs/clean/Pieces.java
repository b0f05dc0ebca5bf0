package org.sluice.jobs.clean;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.SentencePiece;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.text.perplexity.Sentences;
import org.sluice.text.rules.peer.Roots;

/** SentencePiece models by their path. */
public final class Pieces {
  private static final Map<String, Object> BARE =
      Map.of("add_bos_token", false, "add_eos_token", false);
  private static final ModelFiles<Tokenizer> FILES =
      new ModelFiles<>(Pieces::read, "give a SentencePiece .model");

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
    Tokenizer tokenizer = FILES.of(sentencepiece);
    return Sentences.pieces(tokenizer::tokens);
  }

  /**
   * The pieces that a SentencePiece model cuts a text into.
   *
   * @param sentencepiece its file, which every executor can read
   */
  static Roots.Pieces of(String sentencepiece) {
    return text -> FILES.of(sentencepiece).tokens(text);
  }

  private static Tokenizer read(String file, InputStream content) throws IOException {
    return Tokenizer.of(SentencePiece.tokenizerJson(content.readAllBytes(), BARE, file), file);
  }
}
