package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parts of a Hugging Face {@code tokenizer.json}. */
final class TokenizerJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private TokenizerJson() {}

  /** A token that is found in the text before anything else looks at it. */
  record Added(int id, String content, boolean special) {}

  static ObjectNode object(String type) {
    return MAPPER.createObjectNode().put("type", type);
  }

  /** Bytes as printable characters; with {@code useRegex} also GPT-2's cut into words. */
  static ObjectNode byteLevel(boolean useRegex) {
    return object("ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", useRegex);
  }

  /** A file with everything unset but the model and the added tokens. */
  static ObjectNode file(List<Added> addedTokens, ObjectNode model) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    ArrayNode added = json.putArray("added_tokens");
    for (Added token : addedTokens) {
      added
          .addObject()
          .put("id", token.id)
          .put("content", token.content)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", token.special);
    }
    json.putNull("normalizer");
    json.putNull("pre_tokenizer");
    json.putNull("post_processor");
    json.putNull("decoder");
    json.set("model", model);
    return json;
  }

  /** A BPE model without its vocabulary and merges. */
  static ObjectNode bpe() {
    ObjectNode model = object("BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    return model;
  }

  /** Writes one text for another. */
  static ObjectNode replace(String from, String to) {
    ObjectNode node = object("Replace");
    node.putObject("pattern").put("String", from);
    return node.put("content", to);
  }

  /**
   * Tokens that tokenizer_config.json adds to a vocabulary (added_tokens_decoder).
   *
   * @param size of the vocabulary
   */
  static List<Added> addedBeyond(int size, Map<String, Object> config) {
    List<Added> added = new ArrayList<>();
    if (config.get("added_tokens_decoder") instanceof Map<?, ?> tokens) {
      tokens.forEach(
          (id, token) -> {
            boolean beyond = String.valueOf(id).matches("\\d{1,9}");
            if (beyond && token instanceof Map<?, ?> t && t.get("content") instanceof String text) {
              int number = Integer.parseInt(String.valueOf(id));
              boolean special = !Boolean.FALSE.equals(t.get("special"));
              if (number >= size) {
                added.add(new Added(number, text, special));
              }
            }
          });
    }
    added.sort((a, b) -> Integer.compare(a.id, b.id));
    return added;
  }

  /** The parts of a normalizer, pre-tokenizer or decoder, which may be a sequence of them. */
  static List<JsonNode> parts(JsonNode node) {
    List<JsonNode> parts = new ArrayList<>();
    for (String list : List.of("normalizers", "pretokenizers", "decoders")) {
      node.path(list).forEach(part -> parts.addAll(parts(part)));
    }
    return parts.isEmpty() && node.isObject() ? List.of(node) : parts;
  }

  /** Puts a token before and after each text. */
  static ObjectNode template(Added before, Added after) {
    ObjectNode json = object("TemplateProcessing");
    ArrayNode single = json.putArray("single");
    ArrayNode pair = json.putArray("pair");
    ObjectNode tokens = json.putObject("special_tokens");
    for (int text = 0; text < 2; text++) {
      for (ArrayNode into : text == 0 ? List.of(single, pair) : List.of(pair)) {
        special(into, before, text);
        into.addObject()
            .putObject("Sequence")
            .put("id", text == 0 ? "A" : "B")
            .put("type_id", text);
        special(into, after, text);
      }
    }
    declare(tokens, before);
    declare(tokens, after);
    return json;
  }

  private static void special(ArrayNode into, Added token, int type) {
    if (token != null) {
      into.addObject().putObject("SpecialToken").put("id", token.content).put("type_id", type);
    }
  }

  private static void declare(ObjectNode tokens, Added token) {
    if (token != null) {
      ObjectNode node = tokens.putObject(token.content).put("id", token.content);
      node.putArray("ids").add(token.id);
      node.putArray("tokens").add(token.content);
    }
  }

  /** The text of tokenizer_config.json. */
  static String config(VocabularyOptions options) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("tokenizer_class", "PreTrainedTokenizerFast");
    json.put("clean_up_tokenization_spaces", false);
    options.bosToken().ifPresent(token -> json.put("bos_token", token));
    json.put("eos_token", options.eosToken());
    json.put("pad_token", options.padToken());
    options.chatTemplate().ifPresent(template -> json.put("chat_template", template));
    return text(json);
  }

  static String text(ObjectNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can be written", e);
    }
  }
}
