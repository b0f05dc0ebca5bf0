package org.sluice.engine.tokenizer.unigram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Learns a unigram language model of pieces: starts from many, and by turns estimates how likely
 * each is and takes out those that are missed least, until few enough are left. The same words give
 * the same pieces, in whatever order they come.
 */
public final class UnigramTrainer {
  /** Pieces that are expected less often go (kExpectedFrequencyThreshold). */
  private static final double LEAST_EXPECTED = 0.5;

  /** The last pruning leaves some more than wanted, to choose among by score. */
  private static final double SPARE = 1.1;

  /** Keeps characters that are no pieces at the end apart in their order. */
  private static final double STEP = 0.0001;

  private static final double FIRST_NATS = 3;

  private final UnigramOptions options;
  private final Map<String, Long> seen = new TreeMap<>();

  public UnigramTrainer(UnigramOptions options) {
    this.options = options;
  }

  /** Adds the words of a text. */
  public UnigramTrainer addText(String text) {
    TrainingWords.of(text, word -> addWord(word, 1));
    return this;
  }

  /** Adds a word of {@link TrainingWords} that was seen {@code count} times. */
  public UnigramTrainer addWord(String word, long count) {
    seen.merge(word, count, Long::sum);
    return this;
  }

  /** The pieces, likeliest first; fewer than wanted when the words hold no more. */
  public List<Piece> train() {
    Map<Integer, Long> characters = characters();
    Set<Integer> covered = covered(characters).keySet();
    List<int[]> words = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    seen.forEach(
        (word, count) -> {
          for (int[] part : known(word.codePoints().toArray(), covered)) {
            words.add(part);
            counts.add(count);
          }
        });
    long[] times = counts.stream().mapToLong(Long::longValue).toArray();
    Lexicon lexicon = new Lexicon(Seeds.of(words, times, options));
    int wanted = (int) (options.pieces() * SPARE);
    double nats = FIRST_NATS;
    while (true) {
      for (int i = 0; i < options.subIterations(); i++) {
        Expectation.Found found = new Expectation(lexicon, nats).of(words, times);
        nats = -found.logLikelihood() / Math.max(1, length(words, times));
        lexicon = new Lexicon(maximised(lexicon, found.counts()));
      }
      if (lexicon.size() <= wanted) {
        break;
      }
      int most = Math.max(wanted, (int) (options.shrinkingFactor() * lexicon.size()));
      List<Piece> staying = new Pruning(lexicon, words, times).staying(most);
      boolean stuck = staying.size() == lexicon.size();
      lexicon = new Lexicon(staying);
      if (stuck) {
        break;
      }
    }
    return finished(lexicon.pieces(), covered(characters));
  }

  private static double length(List<int[]> words, long[] counts) {
    double length = 0;
    for (int w = 0; w < counts.length; w++) {
      length += (double) counts[w] * words.get(w).length;
    }
    return length;
  }

  private Map<Integer, Long> characters() {
    Map<Integer, Long> characters = new HashMap<>();
    seen.forEach(
        (word, count) ->
            word.codePoints().forEach(point -> characters.merge(point, count, Long::sum)));
    return characters;
  }

  /** The most frequent characters, until they cover enough of what was seen. */
  private Map<Integer, Long> covered(Map<Integer, Long> characters) {
    double all = characters.values().stream().mapToLong(Long::longValue).sum();
    Map<Integer, Long> covered = new LinkedHashMap<>();
    double sum = 0;
    for (Map.Entry<Integer, Long> character :
        characters.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<Integer, Long> e) -> e.getValue())
                    .reversed()
                    .thenComparing(Map.Entry::getKey))
            .toList()) {
      if (sum / all >= options.characterCoverage()) {
        break;
      }
      sum += character.getValue();
      covered.put(character.getKey(), character.getValue());
    }
    return covered;
  }

  /** The parts of a word between characters that will be unknown. */
  private static List<int[]> known(int[] word, Set<Integer> covered) {
    List<int[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= word.length; i++) {
      if (i == word.length || !covered.contains(word[i])) {
        if (i > start) {
          parts.add(Arrays.copyOfRange(word, start, i));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  /** Log probabilities with a sparse prior: digamma in the place of the logarithm. */
  private static List<Piece> maximised(Lexicon lexicon, double[] expected) {
    List<Piece> pieces = new ArrayList<>();
    double sum = 0;
    List<Integer> staying = new ArrayList<>();
    for (int id = 0; id < expected.length; id++) {
      if (expected[id] >= LEAST_EXPECTED) {
        staying.add(id);
        sum += expected[id];
      }
    }
    double logSum = digamma(sum);
    for (int id : staying) {
      pieces.add(new Piece(lexicon.pieces().get(id).text(), digamma(expected[id]) - logSum));
    }
    return pieces;
  }

  /** The derivative of ln Γ, for arguments above 0 (asymptotic series behind 7). */
  static double digamma(double argument) {
    double x = argument;
    double result = 0;
    for (; x < 7; x++) {
      result -= 1 / x;
    }
    x -= 0.5;
    double square = 1 / (x * x);
    double fourth = square * square;
    return result
        + Math.log(x)
        + square / 24
        - 7.0 / 960 * fourth
        + 31.0 / 8064 * fourth * square
        - 127.0 / 30720 * fourth * fourth;
  }

  /** Every covered character, then the likeliest pieces. */
  private List<Piece> finished(List<Piece> pieces, Map<Integer, Long> covered) {
    Map<String, Double> scores =
        pieces.stream().collect(Collectors.toMap(Piece::text, Piece::score));
    double least = pieces.stream().mapToDouble(Piece::score).min().orElse(0);
    Map<String, Piece> chosen = new LinkedHashMap<>();
    double penalty = 0;
    for (int point : covered.keySet()) {
      String text = Character.toString(point);
      Double score = scores.get(text);
      if (score == null) {
        score = least + penalty;
        penalty += STEP;
      }
      chosen.put(text, new Piece(text, score));
    }
    Comparator<Piece> order =
        Comparator.comparingDouble(Piece::score).reversed().thenComparing(Piece::text);
    for (Piece piece : pieces.stream().sorted(order).toList()) {
      if (chosen.size() >= options.pieces()) {
        break;
      }
      chosen.putIfAbsent(piece.text(), piece);
    }
    return chosen.values().stream().sorted(order).toList();
  }
}
