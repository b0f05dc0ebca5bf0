package org.sluice.engine.tokenizer.unigram;

import java.util.Arrays;

/** The likeliest pieces of one word after the other (Viterbi). Holds buffers: one a thread. */
final class Segmentation {
  static final int UNKNOWN = -1;
  private final Lexicon lexicon;
  private double[] best = new double[64];
  private int[] pieceTo = new int[64];
  private int[] found = new int[64];

  Segmentation(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** The likeliest pieces; characters that are no piece are {@link #UNKNOWN}. */
  int[] of(int[] word) {
    return of(word, UNKNOWN - 1);
  }

  /** The likeliest pieces, one of all pieces left out. */
  int[] of(int[] word, int without) {
    int length = word.length;
    if (best.length <= length) {
      best = new double[2 * length];
      pieceTo = new int[2 * length];
      found = new int[2 * length];
    }
    Arrays.fill(best, 0, length + 1, Double.NEGATIVE_INFINITY);
    best[0] = 0;
    for (int start = 0; start < length; start++) {
      extend(word, start, without);
    }
    int count = 0;
    for (int end = length; end > 0; ) {
      int piece = pieceTo[end];
      found[count++] = piece;
      end -= piece == UNKNOWN ? 1 : lexicon.length(piece);
    }
    int[] pieces = new int[count];
    for (int i = 0; i < count; i++) {
      pieces[i] = found[count - 1 - i];
    }
    return pieces;
  }

  private void extend(int[] word, int start, int without) {
    boolean single = false;
    int node = 0;
    for (int end = start + 1; end <= word.length; end++) {
      node = lexicon.next(node, word[end - 1]);
      if (node < 0) {
        break;
      }
      int piece = lexicon.piece(node);
      if (piece >= 0 && piece != without) {
        single |= end == start + 1;
        offer(end, best[start] + lexicon.score(piece), piece);
      }
    }
    if (!single) {
      offer(start + 1, best[start] + lexicon.unknownScore(), UNKNOWN);
    }
  }

  private void offer(int end, double score, int piece) {
    if (score > best[end]) {
      best[end] = score;
      pieceTo[end] = piece;
    }
  }
}
