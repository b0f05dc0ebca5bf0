package org.sluice.engine.tokenizer.unigram;

import java.util.Arrays;
import java.util.List;

/** Pieces in a tree by their characters, to find all that start at a place. */
final class Lexicon {
  private static final int NONE = -1;
  private static final int POINT_BITS = 21;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final List<Piece> pieces;
  private final int[] pieceAt;
  private final double[] scores;
  private final int[] lengths;
  private final double unknown;
  private long[] keys = new long[1 << 10]; // (node, character) + 1; 0 is free
  private int[] children = new int[1 << 10];
  private int nodes = 1;

  Lexicon(List<Piece> pieces) {
    this.pieces = pieces;
    this.scores = new double[pieces.size()];
    this.lengths = new int[pieces.size()];
    int[] at = new int[1 << 10];
    Arrays.fill(at, NONE);
    double least = 0;
    for (int id = 0; id < pieces.size(); id++) {
      Piece piece = pieces.get(id);
      int node = 0;
      for (int point : piece.text().codePoints().toArray()) {
        node = grown(node, point);
      }
      if (node >= at.length) {
        int old = at.length;
        at = Arrays.copyOf(at, Math.max(node + 1, old * 2));
        Arrays.fill(at, old, at.length, NONE);
      }
      at[node] = id;
      scores[id] = piece.score();
      lengths[id] = piece.text().codePointCount(0, piece.text().length());
      least = Math.min(least, piece.score());
    }
    if (at.length < nodes) {
      int old = at.length;
      at = Arrays.copyOf(at, nodes);
      Arrays.fill(at, old, nodes, NONE);
    }
    this.pieceAt = at;
    this.unknown = least - 10; // SentencePiece's kUnkPenalty
  }

  int size() {
    return scores.length;
  }

  List<Piece> pieces() {
    return pieces;
  }

  double score(int id) {
    return scores[id];
  }

  /** Code points of a piece. */
  int length(int id) {
    return lengths[id];
  }

  /** The score of a character that is no piece. */
  double unknownScore() {
    return unknown;
  }

  /** The node behind a character, or a negative number. Nodes start with 0. */
  int next(int node, int point) {
    long key = key(node, point);
    int mask = keys.length - 1;
    for (int slot = slot(key, mask); ; slot = (slot + 1) & mask) {
      if (keys[slot] == key) {
        return children[slot];
      }
      if (keys[slot] == 0) {
        return NONE;
      }
    }
  }

  /** The piece that ends at a node, or a negative number. */
  int piece(int node) {
    return pieceAt[node];
  }

  private int grown(int node, int point) {
    int known = next(node, point);
    if (known != NONE) {
      return known;
    }
    if (nodes * 2 > keys.length) {
      rehash();
    }
    put(key(node, point), nodes);
    return nodes++;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldChildren = children;
    keys = new long[oldKeys.length * 2];
    children = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldChildren[i]);
      }
    }
  }

  private void put(long key, int child) {
    int mask = keys.length - 1;
    int slot = slot(key, mask);
    while (keys[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    children[slot] = child;
  }

  private static long key(int node, int point) {
    return ((long) node << POINT_BITS | point) + 1;
  }

  private static int slot(long key, int mask) {
    return (int) (key * MIX >>> 32) & mask;
  }
}
