package org.sluice.engine.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sluice.base.UserError;

/**
 * A tokenizer read from a {@code tokenizer.json}, run by Hugging Face's own library through DJL.
 * Safe for many threads at once. It never truncates nor pads, whatever the file says.
 */
public final class Tokenizer implements AutoCloseable {
  static {
    // DJL otherwise asks the cloud's metadata address which machine this is, and reports its use
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private final HuggingFaceTokenizer delegate;
  private final Map<String, Integer> vocabulary;
  private final int size;

  private Tokenizer(HuggingFaceTokenizer delegate, Map<String, Integer> vocabulary) {
    this.delegate = delegate;
    this.vocabulary = vocabulary;
    this.size = vocabulary.values().stream().mapToInt(id -> id + 1).max().orElse(0);
  }

  /**
   * Reads a tokenizer.
   *
   * @param tokenizerJson the text of a tokenizer.json
   * @param source where it came from, for errors
   * @throws UserError when the text is no tokenizer
   */
  public static Tokenizer of(String tokenizerJson, Object source) {
    Map<String, Integer> vocabulary = vocabularyOf(tokenizerJson, source);
    Map<String, String> options = Map.of("truncation", "false", "padding", "false");
    byte[] bytes = tokenizerJson.getBytes(StandardCharsets.UTF_8);
    try {
      return new Tokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), options), vocabulary);
    } catch (IOException | RuntimeException e) {
      throw noTokenizer(source, firstLine(e)).causedBy(e);
    }
  }

  /** The ids of a text, with BOS and the like where the tokenizer adds them, if asked for. */
  public int[] ids(String text, boolean addSpecialTokens) {
    return ints(delegate.encode(wellFormed(text), addSpecialTokens, false).getIds());
  }

  /** The tokens of a text as the vocabulary spells them, unknown ones as they stand there. */
  public List<String> tokens(String text) {
    return List.of(delegate.encode(wellFormed(text), false, false).getTokens());
  }

  /** Ids and places, in code points. */
  public Encoded encode(String text, boolean addSpecialTokens) {
    Encoding encoding = delegate.encode(wellFormed(text), addSpecialTokens, false);
    return places(encoding);
  }

  /** The ids of many texts, on several threads. */
  public List<int[]> batch(List<String> texts, boolean addSpecialTokens) {
    List<String> clean = texts.stream().map(Tokenizer::wellFormed).toList();
    List<int[]> all = new ArrayList<>(texts.size());
    for (Encoding encoding : delegate.batchEncode(clean, addSpecialTokens, false)) {
      all.add(ints(encoding.getIds()));
    }
    return all;
  }

  /** The text of tokens; special ones are left out if asked for. */
  public String decode(int[] ids, boolean skipSpecialTokens) {
    return delegate.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecialTokens);
  }

  /** The id of a token by its exact spelling in the vocabulary. */
  public OptionalInt id(String token) {
    Integer id = vocabulary.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** One more than the largest id. */
  public int size() {
    return size;
  }

  /**
   * Refuses a tokenizer whose ids the model has no embedding for.
   *
   * @param vocabSize rows of the model's embedding
   * @param model the model's file, for the error
   */
  public void checkFits(int vocabSize, Object model) {
    if (size > vocabSize) {
      throw UserError.at(
          model,
          "tokenizer",
          "the tokenizer does not fit the model: it has "
              + size
              + " tokens, the model has embeddings for "
              + vocabSize,
          "take tokenizer and weights of one and the same model");
    }
  }

  @Override
  public void close() {
    delegate.close();
  }

  private static Map<String, Integer> vocabularyOf(String json, Object source) {
    JsonNode tree;
    try {
      tree = TokenizerJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw noTokenizer(source, "it is no valid JSON").causedBy(e);
    }
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = tree.path("model").path("vocab");
    vocabulary.properties().forEach(e -> ids.put(e.getKey(), e.getValue().asInt()));
    for (int id = 0; vocabulary.isArray() && id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id).path(0).asText(), id); // Unigram: [token, score]
    }
    tree.path("added_tokens")
        .forEach(token -> ids.put(token.path("content").asText(), token.path("id").asInt()));
    if (ids.isEmpty()) {
      throw noTokenizer(source, "it has no vocabulary");
    }
    return ids;
  }

  private static UserError noTokenizer(Object source, String problem) {
    return UserError.at(
        source,
        "tokenizer.json",
        "cannot be read as a tokenizer: " + problem,
        "take the file that came with the model");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static int[] ints(long[] ids) {
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /** An unpaired surrogate has no UTF-8; the replacement character, one long too, stands in. */
  private static String wellFormed(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      clean = clean == null ? new StringBuilder(text) : clean;
      clean.setCharAt(i, '\ufffd');
    }
    return clean == null ? text : clean.toString();
  }

  private static Encoded places(Encoding encoding) {
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] starts = new int[spans.length];
    int[] ends = new int[spans.length];
    for (int i = 0; i < spans.length; i++) {
      if (spans[i] != null) { // null: the token was put there by the tokenizer
        starts[i] = spans[i].getStart();
        ends[i] = spans[i].getEnd();
      }
    }
    return new Encoded(ints(encoding.getIds()), starts, ends, ints(encoding.getWordIds()));
  }
}
