package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/** A tokenizer.json as the metadata of a GGUF file: the other way round than GgufVocabulary. */
public final class GgufTokenizer {
  private static final String PREFIX = "tokenizer.ggml.";

  /** Types of tokens. */
  private static final int NORMAL = 1;

  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;
  private static final int BYTE = 6;

  private static final Map<String, String> ROLES =
      Map.of(
          "bos_token", "bos_token_id",
          "eos_token", "eos_token_id",
          "unk_token", "unknown_token_id",
          "pad_token", "padding_token_id");

  private final JsonNode json;
  private final JsonNode model;
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();

  private GgufTokenizer(JsonNode json, int vocabSize) {
    this.json = json;
    this.model = json.path("model");
    vocabulary(vocabSize);
  }

  /**
   * The metadata of a tokenizer.
   *
   * @param tokenizerJson the text of a tokenizer.json
   * @param config tokenizer_config.json: special tokens by role, the chat template
   * @param vocabSize rows of the embedding; tokens are made up to this number
   * @throws UserError when it is of a kind that GGUF files do not hold
   */
  public static Map<String, Object> metadata(
      String tokenizerJson, Map<String, Object> config, int vocabSize) {
    JsonNode json;
    try {
      json = TokenizerJson.MAPPER.readTree(tokenizerJson);
    } catch (JsonProcessingException e) {
      throw UserError.of("The model's tokenizer.json is no JSON", "take the model's own file")
          .causedBy(e);
    }
    GgufTokenizer tokenizer = new GgufTokenizer(json, vocabSize);
    tokenizer.fill(config);
    return tokenizer.metadata;
  }

  private void fill(Map<String, Object> config) {
    boolean bytes = model.path("byte_fallback").asBoolean(false);
    if (!model.path("type").asText("BPE").equals("BPE")) {
      throw unknown("a tokenizer of the kind " + Shown.of(model.path("type").asText()));
    }
    metadata.put(PREFIX + "model", bytes ? "llama" : "gpt2");
    metadata.put(PREFIX + "pre", bytes ? "default" : GgufPreTokenizer.nameOf(preTokenizer()));
    metadata.put(PREFIX + "tokens", tokens);
    if (bytes) {
      metadata.put(PREFIX + "scores", scores());
    }
    metadata.put(PREFIX + "token_type", types);
    if (!bytes) {
      metadata.put(PREFIX + "merges", merges());
    } else {
      metadata.put(PREFIX + "add_space_prefix", hasPrefix());
    }
    ROLES.forEach(
        (role, key) -> {
          Object token = config.get(role);
          Object text = token instanceof Map<?, ?> map ? map.get("content") : token;
          if (text != null && ids.containsKey(text.toString())) {
            metadata.put(PREFIX + key, (long) ids.get(text.toString()));
          }
        });
    JsonNode single = template(json.path("post_processor")).path("single");
    boolean before = single.path(0).has("SpecialToken");
    boolean after = single.size() > 1 && single.path(single.size() - 1).has("SpecialToken");
    metadata.put(PREFIX + "add_bos_token", before);
    metadata.put(PREFIX + "add_eos_token", after);
    if (config.get("chat_template") instanceof String template) {
      metadata.put("tokenizer.chat_template", template);
    }
  }

  private static JsonNode template(JsonNode processor) {
    for (JsonNode part : processor.path("processors")) {
      if (part.path("type").asText().equals("TemplateProcessing")) {
        return part;
      }
    }
    return processor;
  }

  private void vocabulary(int vocabSize) {
    model.path("vocab").properties().forEach(e -> ids.put(e.getKey(), e.getValue().asInt()));
    json.path("added_tokens")
        .forEach(token -> ids.put(token.path("content").asText(), token.path("id").asInt()));
    int most = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
    for (int id = 0; id < Math.max(most, vocabSize); id++) {
      tokens.add("[PAD" + id + "]");
      types.add(UNUSED);
    }
    boolean bytes = model.path("byte_fallback").asBoolean(false);
    ids.forEach(
        (token, id) -> {
          tokens.set(id, token);
          types.set(id, bytes && token.matches("<0x[0-9A-F]{2}>") ? BYTE : NORMAL);
        });
    for (JsonNode token : json.path("added_tokens")) {
      boolean special = token.path("special").asBoolean(false);
      types.set(token.path("id").asInt(), special ? CONTROL : USER_DEFINED);
    }
    Integer unknown = ids.get(model.path("unk_token").asText(""));
    if (unknown != null) {
      types.set(unknown, UNKNOWN);
    }
  }

  /** Merges as "left right", in either spelling of tokenizer.json. */
  private List<String> merges() {
    List<String> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      merges.add(
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText());
    }
    return merges;
  }

  /** What SentencePiece merges by: a token's score is minus the place of its first merge. */
  private List<Double> scores() {
    Map<String, Integer> first = new HashMap<>();
    List<String> merges = merges();
    for (int i = 0; i < merges.size(); i++) {
      int blank = merges.get(i).indexOf(' ', 1);
      String merged = merges.get(i).substring(0, blank) + merges.get(i).substring(blank + 1);
      first.putIfAbsent(merged, i);
    }
    List<Double> scores = new ArrayList<>(tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      int place = first.getOrDefault(tokens.get(id), merges.size());
      scores.add(types.get(id) == NORMAL ? (double) -place : 0.0);
    }
    return scores;
  }

  /** Whether a blank is put before a text. */
  private boolean hasPrefix() {
    for (JsonNode node : List.of(json.path("normalizer"), json.path("pre_tokenizer"))) {
      for (JsonNode part : TokenizerJson.parts(node)) {
        boolean prepends = part.path("type").asText().equals("Prepend");
        String scheme = part.path("prepend_scheme").asText("never");
        if (prepends || !scheme.equals("never")) {
          return true;
        }
      }
    }
    return false;
  }

  private JsonNode preTokenizer() {
    return json.path("pre_tokenizer");
  }

  private static UserError unknown(String what) {
    return UserError.of("A GGUF file cannot hold " + what, "take the format safetensors");
  }
}
