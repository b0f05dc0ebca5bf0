package org.sluice.engine.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges out of a vocabulary with scores, as SentencePiece's BPE keeps it: every cut of a token
 * into two tokens is one, better scores first, then longer left and right parts.
 */
final class ScoredMerges {
  private record Merge(String left, String right, double score) {}

  private ScoredMerges() {}

  /**
   * @param tokens by id
   * @param scores by id; null of tokens that are no result nor part of a merge
   * @return "left right"
   */
  static List<String> of(List<String> tokens, List<Double> scores) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (scores.get(id) != null) {
        ids.put(tokens.get(id), id);
      }
    }
    List<Merge> merges = new ArrayList<>();
    ids.forEach((token, id) -> cut(token, scores.get(id), ids, merges));
    merges.sort(
        (a, b) -> {
          int byScore = Double.compare(b.score, a.score);
          int byLeft = Integer.compare(points(b.left), points(a.left));
          int byRight = Integer.compare(points(b.right), points(a.right));
          int byId = Integer.compare(ids.get(a.left), ids.get(b.left));
          return byScore != 0 ? byScore : byLeft != 0 ? byLeft : byRight != 0 ? byRight : byId;
        });
    return merges.stream().map(merge -> merge.left + " " + merge.right).toList();
  }

  private static void cut(
      String token, double score, Map<String, Integer> ids, List<Merge> merges) {
    for (int at = 1; at < token.length(); at++) {
      String left = token.substring(0, at);
      String right = token.substring(at);
      if (ids.containsKey(left) && ids.containsKey(right)) {
        merges.add(new Merge(left, right, score));
      }
    }
  }

  private static int points(String text) {
    return text.codePointCount(0, text.length());
  }
}
