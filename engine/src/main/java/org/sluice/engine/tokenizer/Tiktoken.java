package org.sluice.engine.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.base.UserError;

/**
 * A vocabulary of tiktoken (lines of a token in base64 and its rank) as a tokenizer.json. A rank is
 * both a token's number and when it is merged; how text is cut before that is not in the file and
 * taken from its name.
 */
public final class Tiktoken {
  private final Map<String, Integer> ranks = new HashMap<>();
  private final List<String> tokens = new ArrayList<>();

  private Tiktoken() {}

  /** Whether a file looks like one. */
  public static boolean is(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    return start.lines().findFirst().orElse("").matches("[A-Za-z0-9+/]+={0,2} \\d+");
  }

  /**
   * The text of a tokenizer.json.
   *
   * @param config tokenizer_config.json, for special tokens, which are not in the file either
   * @param source the file: its name tells how text is cut; Llama 3's way unless it has a known one
   * @throws UserError when a line is no token
   */
  public static String tokenizerJson(byte[] bytes, Map<String, Object> config, Object source) {
    Tiktoken file = new Tiktoken();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n")) {
      number++;
      if (!line.isBlank()) {
        file.add(line.strip(), source, number);
      }
    }
    return TokenizerJson.text(file.json(config, String.valueOf(source)));
  }

  private void add(String line, Object source, int number) {
    int blank = line.indexOf(' ');
    try {
      byte[] token = Base64.getDecoder().decode(line.substring(0, Math.max(0, blank)));
      String spelled = ByteAlphabet.spell(token);
      ranks.put(spelled, Integer.parseInt(line.substring(blank + 1)));
      tokens.add(spelled);
    } catch (IllegalArgumentException e) {
      throw UserError.at(
              source, String.valueOf(number), "is no token and rank", "download the file again")
          .causedBy(e);
    }
  }

  private ObjectNode json(Map<String, Object> config, String name) {
    ObjectNode model = TokenizerJson.bpe().put("ignore_merges", true);
    ObjectNode vocabulary = model.putObject("vocab");
    ArrayNode merges = model.putArray("merges");
    tokens.sort((a, b) -> Integer.compare(ranks.get(a), ranks.get(b)));
    for (String token : tokens) {
      vocabulary.put(token, ranks.get(token));
      List<String> parts = parts(token);
      if (parts.size() == 2) {
        merges.add(parts.get(0) + " " + parts.get(1));
      }
    }
    int next = tokens.isEmpty() ? 0 : ranks.get(tokens.get(tokens.size() - 1)) + 1;
    ObjectNode json = TokenizerJson.file(TokenizerJson.addedBeyond(next, config), model);
    json.set("pre_tokenizer", cut(name.toLowerCase(Locale.ROOT)).json());
    json.set("decoder", TokenizerJson.byteLevel(true));
    return json;
  }

  private static GgufPreTokenizer cut(String name) {
    if (name.contains("qwen")) {
      return GgufPreTokenizer.QWEN2;
    } else if (name.contains("o200k")) {
      return GgufPreTokenizer.GPT_4O;
    }
    boolean older = name.contains("r50k") || name.contains("p50k") || name.contains("gpt2");
    return older ? GgufPreTokenizer.GPT2 : GgufPreTokenizer.LLAMA3;
  }

  /** What a token is made of when everything of a lower rank is merged. */
  private List<String> parts(String token) {
    int most = ranks.get(token);
    List<String> parts = new ArrayList<>(List.of(token.split("")));
    while (parts.size() > 1) {
      int best = -1;
      int lowest = most;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < lowest) {
          lowest = rank;
          best = i;
        }
      }
      if (best < 0) {
        break;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
    return parts;
  }
}
