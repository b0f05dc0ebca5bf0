package org.sluice.text.normalize;

import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.text.normalize.TextDecoder.Decoded;

/**
 * Decodes lines of one file that are no UTF-8. A few bytes look like many encodings, so each line
 * is in the one that fits it best by what it looks like and by what other lines do.
 */
public final class EncodingVotes {
  /** What the others say, in percent of what a line itself may say. */
  private static final double OTHERS = 80;

  private final SortedMap<Charset, Integer> votes = new TreeMap<>();
  private int total;

  /** Counts a line; one in UTF-8 with faults says nothing. */
  public void add(byte[] line) {
    if (!TextDecoder.looksLikeUtf8(line)) {
      TextDecoder.likelihoods(line)
          .forEach(
              (charset, percent) -> {
                // squared: many faint likenesses make no strong one
                votes.merge(charset, percent * percent, Integer::sum);
                total += percent * percent;
              });
    }
  }

  /** The text of a line, with U+FFFD for faults where it is in UTF-8 for the most part. */
  public Decoded decode(byte[] line) {
    if (total == 0 || TextDecoder.looksLikeUtf8(line)) {
      return TextDecoder.decode(line, null);
    }
    Map<Charset, Integer> own = TextDecoder.likelihoods(line);
    SortedMap<Charset, Double> scores = new TreeMap<>();
    own.forEach((charset, percent) -> scores.merge(charset, (double) percent, Double::sum));
    votes.forEach((charset, sum) -> scores.merge(charset, OTHERS * sum / total, Double::sum));
    Optional<Charset> best =
        scores.keySet().stream()
            .filter(charset -> TextDecoder.strictly(line, charset) != null)
            .max(Comparator.comparing(scores::get));
    return TextDecoder.decode(line, best.map(Charset::name).orElse(null));
  }
}
