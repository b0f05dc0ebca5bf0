package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.engine.tokenizer.unigram.Piece;
import org.sluice.engine.tokenizer.unigram.TrainingWords;
import org.sluice.engine.tokenizer.unigram.UnigramOptions;
import org.sluice.engine.tokenizer.unigram.UnigramTrainer;

/**
 * Trains a unigram tokenizer. What no piece holds is spelt in bytes, and white space stays as it
 * is, so that every text comes back.
 */
public final class UnigramTokenizer {
  private static final String UNKNOWN = "<unk>";

  /** A score that no cut of a text takes when there is another one. */
  private static final double NEVER = -100;

  private final VocabularyOptions options;
  private final UnigramTrainer trainer;

  /**
   * @param characterCoverage share of the characters seen that are pieces by themselves
   */
  public UnigramTokenizer(VocabularyOptions options, double characterCoverage) {
    this.options = options;
    int pieces = options.vocabSize() - options.specialTokens().size() - 1 - 256;
    Check.that(pieces >= 1, "vocab_size leaves no room for pieces, got %d", options.vocabSize());
    this.trainer = new UnigramTrainer(UnigramOptions.of(pieces, characterCoverage));
  }

  /** Adds the words of a text. */
  public UnigramTokenizer addText(String text) {
    trainer.addText(text);
    return this;
  }

  /** Adds a word of {@link TrainingWords} that was seen {@code count} times. */
  public UnigramTokenizer addWord(String word, long count) {
    trainer.addWord(word, count);
    return this;
  }

  /** Learns the pieces and writes the tokenizer. */
  public TrainedTokenizer train() {
    return new TrainedTokenizer(json(trainer.train()), TokenizerJson.config(options));
  }

  private String json(List<Piece> pieces) {
    ObjectNode model = TokenizerJson.object("Unigram");
    List<TokenizerJson.Added> special = new ArrayList<>();
    ArrayNode vocabulary = model.putArray("vocab");
    for (String token : options.specialTokens()) {
      special.add(new TokenizerJson.Added(special.size(), token, true));
      add(vocabulary, token, NEVER);
    }
    special.add(new TokenizerJson.Added(special.size(), UNKNOWN, true));
    model.put("unk_id", options.specialTokens().size());
    add(vocabulary, UNKNOWN, NEVER);
    for (int b = 0; b < 256; b++) {
      add(vocabulary, "<0x%02X>".formatted(b), NEVER);
    }
    pieces.forEach(piece -> add(vocabulary, piece.text(), piece.score()));
    model.put("byte_fallback", true);
    ObjectNode json = TokenizerJson.file(special, model);
    String blank = String.valueOf(TrainingWords.BLANK);
    ObjectNode metaspace =
        TokenizerJson.object("Metaspace")
            .put("replacement", blank)
            .put("prepend_scheme", "never")
            .put("split", true);
    ObjectNode breaks = TokenizerJson.object("Split");
    breaks.putObject("pattern").put("Regex", "[\\n\\r\\t]");
    breaks.put("behavior", "Isolated").put("invert", false);
    ObjectNode cut = TokenizerJson.object("Sequence");
    cut.putArray("pretokenizers").add(breaks).add(metaspace);
    json.set("pre_tokenizer", cut);
    json.set("decoder", decoder(blank));
    return TokenizerJson.text(json);
  }

  private static ObjectNode decoder(String blank) {
    ObjectNode blanks = TokenizerJson.object("Replace");
    blanks.putObject("pattern").put("String", blank);
    blanks.put("content", " ");
    ObjectNode decoder = TokenizerJson.object("Sequence");
    decoder
        .putArray("decoders")
        .add(blanks)
        .add(TokenizerJson.object("ByteFallback"))
        .add(TokenizerJson.object("Fuse"));
    return decoder;
  }

  private static void add(ArrayNode vocabulary, String piece, double score) {
    vocabulary.addArray().add(piece).add(score);
  }
}
