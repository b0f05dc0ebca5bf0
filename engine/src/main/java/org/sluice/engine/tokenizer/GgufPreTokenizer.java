package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How text is cut before byte-level BPE, by the name in {@code tokenizer.ggml.pre}. Names and
 * expressions are those of llama.cpp (llama-vocab.cpp); {@code tokenizer.json} files of the models
 * have the same.
 */
enum GgufPreTokenizer {
  GPT2(null, List.of("gpt-2", "gpt2", "phi-2", "roberta-bpe", "mpt", "olmo", "jais", "jina-v2-es")),
  /** Every digit by itself, then as GPT-2. */
  DIGITS(null, List.of("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone")),
  LLAMA3(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      List.of("llama3", "llama-v3", "llama-bpe", "falcon3", "pixtral", "dbrx", "smaug-bpe")),
  QWEN2(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      List.of("qwen2", "deepseek-r1-qwen", "megrez", "stablelm2", "hunyuan"));

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

  /** A word that is a token is taken whole, whatever the merges say; text starts with BOS. */
  boolean llama3() {
    return this == LLAMA3;
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
