package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.base.UserError;

/**
 * How text is cut before byte-level BPE, by the name in {@code tokenizer.ggml.pre}. Names and
 * expressions are those of llama.cpp (llama-vocab.cpp); {@code tokenizer.json} files of the models
 * have the same.
 */
enum GgufPreTokenizer {
  GPT2(null, List.of("gpt-2", "gpt2", "phi-2", "roberta-bpe", "mpt", "olmo", "jais", "jina-v2-es")),
  /** Every digit by itself, then as GPT-2. */
  DIGITS(
      null,
      List.of("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b")),
  LLAMA3(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      List.of(
          "llama-bpe",
          "llama3",
          "llama-v3",
          "falcon3",
          "falcon-h1",
          "pixtral",
          "midm-2.0",
          "lfm2",
          "dbrx",
          "smaug-bpe")),
  QWEN2(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      List.of("qwen2", "deepseek-r1-qwen", "kormo", "megrez", "stablelm2", "hunyuan")),
  /** Mistral's: words begin where lower case turns to upper. */
  TEKKEN(
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      List.of("tekken")),
  GPT_4O(
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      List.of("gpt-4o", "llama4", "kanana2", "minimax-m2")),
  /** Bloom's: everything between blanks and marks of punctuation. */
  BLOOM(" ?[^(\\s|.,!?…。，、।۔،)]+", List.of("bloom", "gpt3-finnish", "poro-chat"));

  private final String split;
  private final List<String> names;

  GgufPreTokenizer(String split, List<String> names) {
    this.split = split;
    this.names = names;
  }

  static Optional<GgufPreTokenizer> named(String name) {
    return Arrays.stream(values()).filter(p -> p.names.contains(name)).findFirst();
  }

  static List<String> allNames() {
    return Arrays.stream(values()).flatMap(p -> p.names.stream()).toList();
  }

  /** Text starts with BOS unless the file says otherwise. */
  boolean llama3() {
    return this == LLAMA3;
  }

  /** A word that is a token is taken whole, whatever the merges say. */
  boolean wholeWords() {
    return this == LLAMA3 || this == TEKKEN;
  }

  /**
   * The name of the kind that cuts as a {@code pre_tokenizer} of tokenizer.json does.
   *
   * @throws UserError when none does
   */
  static String nameOf(JsonNode preTokenizer) {
    String wanted = signature(preTokenizer);
    return Arrays.stream(values())
        .filter(p -> signature(p.json()).equals(wanted))
        .map(p -> p.names.get(0))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.of(
                    "The tokenizer cuts texts in a way that GGUF files have no name for here",
                    "take the format safetensors"));
  }

  /** What of a pre-tokenizer changes where it cuts. */
  private static String signature(JsonNode preTokenizer) {
    StringBuilder all = new StringBuilder();
    for (JsonNode part : TokenizerJson.parts(preTokenizer)) {
      all.append(part.path("type").asText());
      for (String key :
          List.of("individual_digits", "behavior", "invert", "add_prefix_space", "use_regex")) {
        // where a file does not say, GPT-2's cut is on and everything else off
        all.append('|').append(part.path(key).asText(String.valueOf(key.equals("use_regex"))));
      }
      all.append('|').append(part.path("pattern").path("Regex").asText()).append(';');
    }
    return all.toString();
  }

  /** The {@code pre_tokenizer} of tokenizer.json. */
  ObjectNode json() {
    ObjectNode sequence = TokenizerJson.object("Sequence");
    ArrayNode parts = sequence.putArray("pretokenizers");
    if (this == GPT2) {
      return TokenizerJson.byteLevel(true);
    }
    if (this == DIGITS) {
      parts.add(TokenizerJson.object("Digits").put("individual_digits", true));
      parts.add(TokenizerJson.byteLevel(true));
      return sequence;
    }
    ObjectNode cut = TokenizerJson.object("Split");
    cut.putObject("pattern").put("Regex", split);
    cut.put("behavior", "Isolated").put("invert", false);
    parts.add(cut);
    parts.add(TokenizerJson.byteLevel(false));
    return sequence;
  }
}
