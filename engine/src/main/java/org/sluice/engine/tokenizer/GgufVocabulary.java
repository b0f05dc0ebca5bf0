package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * The tokenizer of a GGUF file as a {@code tokenizer.json}: byte-level BPE ({@code gpt2}) and
 * SentencePiece BPE with byte fallback ({@code llama}).
 */
public final class GgufVocabulary {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  private static final Map<String, String> ROLES =
      Map.of(
          "bos_token", "bos_token_id",
          "eos_token", "eos_token_id",
          "unk_token", "unknown_token_id",
          "pad_token", "padding_token_id");

  private final Path file;
  private final Map<String, Object> metadata;
  private final List<String> tokens;

  private GgufVocabulary(Path file, Map<String, Object> metadata) {
    this.file = file;
    this.metadata = metadata;
    this.tokens =
        gemma()
            ? strings("tokens").stream().map(GgufVocabulary::blanks).toList()
            : strings("tokens");
  }

  /**
   * @param metadata the file's metadata: Long, Double, Boolean, String and lists of those
   */
  public static GgufVocabulary of(Path file, Map<String, Object> metadata) {
    return new GgufVocabulary(file, metadata);
  }

  /** Special tokens by role: {@code bos_token}, {@code eos_token}, {@code unk_token}, pad_token. */
  public Map<String, String> specialTokens() {
    Map<String, String> byRole = new TreeMap<>();
    ROLES.forEach(
        (role, key) -> {
          if (metadata.containsKey(PREFIX + key)) {
            byRole.put(role, tokens.get(tokenId(key)));
          }
        });
    return byRole;
  }

  /** What {@code tokenizer_config.json} would hold. */
  public Map<String, Object> tokenizerConfig() {
    Map<String, Object> config = new LinkedHashMap<>(specialTokens());
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("clean_up_tokenization_spaces", false);
    Object template = metadata.get("tokenizer.chat_template");
    if (template != null) {
      config.put("chat_template", template);
    }
    return config;
  }

  /** The whole tokenizer. */
  public String tokenizerJson() {
    String model = String.valueOf(metadata.get(PREFIX + "model"));
    return switch (model) {
      case "gpt2" -> TokenizerJson.text(byteLevel());
      case "llama" -> TokenizerJson.text(sentencePiece());
      default ->
          throw UserError.at(
              file,
              PREFIX + "model",
              "a tokenizer of the kind '"
                  + Shown.of(model)
                  + "' is not read here, only gpt2 and llama are",
              "take the model as a Hugging Face folder");
    };
  }

  private ObjectNode byteLevel() {
    String name = String.valueOf(metadata.get(PREFIX + "pre"));
    GgufPreTokenizer pre =
        GgufPreTokenizer.named(name)
            .orElseThrow(
                () ->
                    UserError.at(
                        file,
                        PREFIX + "pre",
                        "the pre-tokenizer '" + Shown.of(name) + "' is not known",
                        "take the model as a Hugging Face folder, or a file with one of "
                            + GgufPreTokenizer.allNames()));
    ObjectNode model = TokenizerJson.bpe().put("ignore_merges", pre.wholeWords());
    model.set("vocab", vocabulary());
    ArrayNode merges = model.putArray("merges");
    strings("merges").forEach(merges::add);
    ObjectNode json = TokenizerJson.file(added(), model);
    json.set("pre_tokenizer", pre.json());
    json.set("decoder", TokenizerJson.byteLevel(true));
    setBorders(json, pre.llama3());
    return json;
  }

  private ObjectNode sentencePiece() {
    ObjectNode model = TokenizerJson.bpe().put("fuse_unk", true).put("byte_fallback", true);
    if (metadata.containsKey(PREFIX + "unknown_token_id")) {
      model.put("unk_token", tokens.get(tokenId("unknown_token_id")));
    }
    model.set("vocab", vocabulary());
    ArrayNode merges = model.putArray("merges");
    if (metadata.containsKey(PREFIX + "merges")) {
      strings("merges").forEach(merges::add);
    } else {
      mergesFromScores().forEach(merges::add);
    }
    ObjectNode json = TokenizerJson.file(added(), model);
    boolean prefix = flag("add_space_prefix", true);
    ObjectNode normalizer = TokenizerJson.object("Sequence");
    ArrayNode steps = normalizer.putArray("normalizers");
    if (prefix) {
      steps.add(TokenizerJson.object("Prepend").put("prepend", "\u2581"));
    }
    steps.add(TokenizerJson.replace(" ", "\u2581"));
    json.set("normalizer", normalizer);
    ObjectNode decoder = TokenizerJson.object("Sequence");
    ArrayNode back = decoder.putArray("decoders");
    back.add(TokenizerJson.replace("\u2581", " "));
    back.add(TokenizerJson.object("ByteFallback"));
    back.add(TokenizerJson.object("Fuse"));
    if (prefix) {
      back.add(TokenizerJson.object("Strip").put("content", " ").put("start", 1).put("stop", 0));
    }
    json.set("decoder", decoder);
    setBorders(json, true);
    return json;
  }

  /** BOS before and EOS after a text, where the file asks for them. */
  private void setBorders(ObjectNode json, boolean bosByDefault) {
    TokenizerJson.Added before = border("bos_token_id", flag("add_bos_token", bosByDefault));
    TokenizerJson.Added after = border("eos_token_id", flag("add_eos_token", false));
    if (before != null || after != null) {
      json.set("post_processor", TokenizerJson.template(before, after));
    }
  }

  private TokenizerJson.Added border(String key, boolean wanted) {
    if (!wanted || !metadata.containsKey(PREFIX + key)) {
      return null;
    }
    int id = tokenId(key);
    return new TokenizerJson.Added(id, tokens.get(id), true);
  }

  private ObjectNode vocabulary() {
    ObjectNode vocabulary = TokenizerJson.MAPPER.createObjectNode();
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    return vocabulary;
  }

  /** Control tokens are special; user-defined ones are whole in the text but not left out of it. */
  private List<TokenizerJson.Added> added() {
    List<TokenizerJson.Added> added = new ArrayList<>();
    if (metadata.get(PREFIX + "token_type") instanceof List<?> types) {
      for (int id = 0; id < Math.min(types.size(), tokens.size()); id++) {
        int type = ((Number) types.get(id)).intValue();
        if (type == CONTROL || type == USER_DEFINED) {
          added.add(new TokenizerJson.Added(id, tokens.get(id), type == CONTROL));
        }
      }
    }
    return added;
  }

  private boolean gemma() {
    return String.valueOf(metadata.get("general.architecture")).startsWith("gemma");
  }

  /** Gemma's files spell tokens of several blanks as such. */
  private static String blanks(String token) {
    return token.length() > 1 && token.chars().allMatch(c -> c == ' ')
        ? "\u2581".repeat(token.length())
        : token;
  }

  /** What merges are ordered by: Gemma's scores do not follow its merges, but its tokens do. */
  private double score(int id, List<?> scores) {
    return gemma() ? -id : ((Number) scores.get(id)).doubleValue();
  }

  /** SentencePiece keeps no merges. */
  private List<String> mergesFromScores() {
    if (!(metadata.get(PREFIX + "scores") instanceof List<?> given)
        || given.size() != tokens.size()) {
      throw missing("scores");
    }
    List<Double> scores = new ArrayList<>(tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      scores.add(score(id, given));
    }
    return ScoredMerges.of(tokens, scores);
  }

  private boolean flag(String key, boolean missing) {
    return metadata.get(PREFIX + key) instanceof Boolean value ? value : missing;
  }

  private int tokenId(String key) {
    Object value = metadata.get(PREFIX + key);
    if (!(value instanceof Long id) || id < 0 || id >= tokens.size()) {
      throw UserError.at(
          file,
          PREFIX + key,
          "is " + Shown.of(value) + ", the vocabulary has " + tokens.size() + " tokens",
          "copy or download the file again");
    }
    return id.intValue();
  }

  private List<String> strings(String key) {
    if (!(metadata.get(PREFIX + key) instanceof List<?> list)) {
      throw missing(key);
    }
    return list.stream().map(String::valueOf).toList();
  }

  private UserError missing(String key) {
    return UserError.at(
        file, PREFIX + key, "is missing", "take a file with its tokenizer, or a whole folder");
  }
}
