package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a byte-level BPE tokenizer: GPT-2's words, merges as Hugging Face's trainer finds them.
 * The same words and counts give the same tokenizer, in whatever order they come.
 */
public final class BpeTrainer {
  private final VocabularyOptions options;
  private final Map<String, Long> counts = new HashMap<>();

  public BpeTrainer(VocabularyOptions options) {
    this.options = options;
  }

  /** Adds the words of a text. */
  public BpeTrainer addText(String text) {
    Words.of(text, word -> addWord(word, 1));
    return this;
  }

  /** Adds a word of {@link Words} that was seen {@code count} times. */
  public BpeTrainer addWord(String word, long count) {
    counts.merge(word, count, Long::sum);
    return this;
  }

  /** Learns the merges and writes the tokenizer. */
  public TrainedTokenizer train() {
    List<String> first = new ArrayList<>(options.specialTokens());
    List<String> bytes = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      bytes.add(String.valueOf(ByteAlphabet.of(b)));
    }
    bytes.sort(null); // ids in order of the characters, not of the bytes, as the original
    first.addAll(bytes);
    BpeMerges merges = new BpeMerges(first);
    counts.forEach((word, count) -> merges.add(ByteAlphabet.spell(word), count));
    merges.learn(options.vocabSize(), options.minFrequency());
    return new TrainedTokenizer(tokenizerJson(merges), TokenizerJson.config(options));
  }

  private String tokenizerJson(BpeMerges learned) {
    ObjectNode model = TokenizerJson.bpe();
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < learned.tokens().size(); id++) {
      vocabulary.put(learned.tokens().get(id), id);
    }
    ArrayNode merges = model.putArray("merges");
    learned.merges().forEach(merges::add);
    List<TokenizerJson.Added> special = new ArrayList<>();
    for (String token : options.specialTokens()) {
      special.add(new TokenizerJson.Added(special.size(), token, true));
    }
    ObjectNode json = TokenizerJson.file(special, model);
    json.set("pre_tokenizer", TokenizerJson.byteLevel(true));
    json.set("decoder", TokenizerJson.byteLevel(true));
    return TokenizerJson.text(json);
  }
}
