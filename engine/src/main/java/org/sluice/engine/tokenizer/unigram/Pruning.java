package org.sluice.engine.tokenizer.unigram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes out the pieces that are missed least: those whose loss, the drop of the likelihood when
 * their words are cut into the next best pieces instead, is smallest.
 */
final class Pruning {
  private final Lexicon lexicon;
  private final List<int[]> words;
  private final long[] counts;

  /** A piece and what its loss would cost. */
  private record Candidate(int piece, double loss) {}

  Pruning(Lexicon lexicon, List<int[]> words, long[] counts) {
    this.lexicon = lexicon;
    this.words = words;
    this.counts = counts;
  }

  /** The pieces that stay, {@code most} at most, unless more of them have no substitute. */
  List<Piece> staying(int most) {
    Segmentation segmentation = new Segmentation(lexicon);
    double[] seen = new double[lexicon.size()]; // in the likeliest cut of all words
    double[] inWords = new double[lexicon.size()];
    double words = 0;
    for (int w = 0; w < this.words.size(); w++) {
      words += counts[w];
      for (int piece : segmentation.of(this.words.get(w))) {
        if (piece != Segmentation.UNKNOWN) {
          seen[piece] += counts[w];
          inWords[piece] += counts[w];
        }
      }
    }
    double sum = 0;
    for (double count : seen) {
      sum += count;
    }
    List<Piece> staying = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (int piece = 0; piece < lexicon.size(); piece++) {
      int[] points = lexicon.pieces().get(piece).text().codePoints().toArray();
      int[] own = segmentation.of(points);
      if (own.length > 1) {
        continue; // not even its own word is cut into it
      }
      int[] instead = points.length == 1 ? new int[0] : segmentation.of(points, piece);
      if (instead.length == 0) {
        staying.add(lexicon.pieces().get(piece));
      } else if (seen[piece] > 0) {
        double share = inWords[piece] / words;
        candidates.add(new Candidate(piece, share * loss(seen, sum, piece, instead)));
      }
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::loss).reversed().thenComparing(Candidate::piece));
    for (Candidate candidate : candidates) {
      if (staying.size() >= most) {
        break;
      }
      staying.add(lexicon.pieces().get(candidate.piece()));
    }
    return staying;
  }

  private static double loss(double[] seen, double sum, int piece, int[] instead) {
    double logSum = Math.log(sum + seen[piece] * (instead.length - 1));
    double others = 0;
    for (int other : instead) {
      double count = other == Segmentation.UNKNOWN ? 0 : seen[other];
      others += Math.log(count + seen[piece]) - logSum;
    }
    return Math.log(seen[piece]) - Math.log(sum) - others;
  }
}
