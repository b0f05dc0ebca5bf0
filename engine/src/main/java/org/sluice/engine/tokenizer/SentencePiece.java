package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.SentencePieceFile.Piece;

/**
 * A SentencePiece .model (Kudo &amp; Richardson 2018), Unigram or BPE, as a tokenizer.json: the
 * same normalisation, pieces, byte fallback; control and user-defined symbols are added tokens.
 */
public final class SentencePiece {
  private static final String BLANK = "\u2581";

  private final SentencePieceFile file;
  private final Map<String, Object> config;

  private SentencePiece(SentencePieceFile file, Map<String, Object> config) {
    this.file = file;
    this.config = config;
  }

  /**
   * The text of a tokenizer.json.
   *
   * @param model the bytes of the .model
   * @param config tokenizer_config.json, for add_bos_token, add_eos_token and added tokens; where
   *     it does not say, BOS goes before texts of a BPE model and EOS behind those of a model
   *     without BOS, as Llama's and T5's tokenizers do
   * @param source where the model came from, for errors
   * @throws UserError when it is damaged or of a kind that is not read here
   */
  public static String tokenizerJson(byte[] model, Map<String, Object> config, Object source) {
    SentencePieceFile file = SentencePieceFile.read(model, source);
    boolean known =
        file.modelType == SentencePieceFile.UNIGRAM || file.modelType == SentencePieceFile.BPE;
    if (!known || file.suffix) {
      throw UserError.at(
          source,
          "",
          "is a SentencePiece model of words or characters, or with blanks behind words",
          "take a tokenizer.json of the model");
    }
    return TokenizerJson.text(new SentencePiece(file, config).json());
  }

  private ObjectNode json() {
    ObjectNode model = file.modelType == SentencePieceFile.BPE ? bpe() : unigram();
    ObjectNode json = TokenizerJson.file(added(), model);
    normalize(json);
    ObjectNode decoder = TokenizerJson.object("Sequence");
    ArrayNode back = decoder.putArray("decoders");
    back.add(TokenizerJson.replace(BLANK, " "));
    back.add(TokenizerJson.object("ByteFallback"));
    back.add(TokenizerJson.object("Fuse"));
    if (file.dummyPrefix) {
      back.add(TokenizerJson.object("Strip").put("content", " ").put("start", 1).put("stop", 0));
    }
    json.set("decoder", decoder);
    TokenizerJson.Added before = border("add_bos_token", file.bosId, isBpe());
    TokenizerJson.Added after = border("add_eos_token", file.eosId, !isBpe() && !has(file.bosId));
    if (before != null || after != null) {
      json.set("post_processor", TokenizerJson.template(before, after));
    }
    return json;
  }

  private boolean isBpe() {
    return file.modelType == SentencePieceFile.BPE;
  }

  private boolean has(int id) {
    return id >= 0 && id < file.pieces.size();
  }

  private TokenizerJson.Added border(String key, int id, boolean missing) {
    boolean wanted = config.get(key) instanceof Boolean flag ? flag : missing;
    return wanted && has(id) ? new TokenizerJson.Added(id, file.pieces.get(id).text(), true) : null;
  }

  private ObjectNode unigram() {
    ObjectNode model = TokenizerJson.object("Unigram");
    model.put("unk_id", file.unknownId).put("byte_fallback", file.byteFallback);
    ArrayNode vocabulary = model.putArray("vocab");
    file.pieces.forEach(
        piece -> vocabulary.addArray().add(piece.text()).add((double) piece.score()));
    return model;
  }

  private ObjectNode bpe() {
    ObjectNode model = TokenizerJson.bpe().put("fuse_unk", true);
    model.put("byte_fallback", file.byteFallback);
    if (has(file.unknownId)) {
      model.put("unk_token", file.pieces.get(file.unknownId).text());
    }
    List<String> texts = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    ObjectNode vocabulary = model.putObject("vocab");
    for (Piece piece : file.pieces) {
      vocabulary.put(piece.text(), texts.size());
      texts.add(piece.text());
      boolean merges =
          piece.type() == SentencePieceFile.NORMAL || piece.type() == SentencePieceFile.UNUSED;
      scores.add(merges ? (double) piece.score() : null);
    }
    ArrayNode merges = model.putArray("merges");
    ScoredMerges.of(texts, scores).forEach(merges::add);
    return model;
  }

  /**
   * Replaced characters, blanks, the blank before a text; here it comes before each piece of text
   * between added tokens.
   */
  private void normalize(ObjectNode json) {
    ObjectNode normalizer = TokenizerJson.object("Sequence");
    ArrayNode steps = normalizer.putArray("normalizers");
    if (file.charsMap.length > 0) {
      String map = Base64.getEncoder().encodeToString(file.charsMap);
      steps.add(TokenizerJson.object("Precompiled").put("precompiled_charsmap", map));
    }
    if (file.removeExtraBlanks) {
      steps.add(regex("^ +| +$", ""));
      steps.add(regex(" {2,}", " "));
    }
    if (file.dummyPrefix) {
      steps.add(TokenizerJson.object("Prepend").put("prepend", BLANK));
    }
    steps.add(TokenizerJson.replace(" ", BLANK));
    json.set("normalizer", normalizer);
  }

  private static ObjectNode regex(String pattern, String to) {
    ObjectNode node = TokenizerJson.object("Replace");
    node.putObject("pattern").put("Regex", pattern);
    return node.put("content", to);
  }

  private List<TokenizerJson.Added> added() {
    List<TokenizerJson.Added> added = new ArrayList<>();
    for (int id = 0; id < file.pieces.size(); id++) {
      Piece piece = file.pieces.get(id);
      boolean control = piece.type() == SentencePieceFile.CONTROL;
      if (control || piece.type() == SentencePieceFile.USER_DEFINED) {
        added.add(new TokenizerJson.Added(id, piece.text(), control));
      }
    }
    added.addAll(TokenizerJson.addedBeyond(file.pieces.size(), config));
    return added;
  }
}
