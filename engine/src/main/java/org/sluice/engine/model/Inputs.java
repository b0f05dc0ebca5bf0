package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.engine.model.Layout.Sequence;

/**
 * A batch for a {@link TaskModel}. Rows need not be of one length; padding may be left in them, on
 * either side, and is then told by the mask.
 *
 * @param ids tokens of each row
 * @param mask 1 for a real token, 0 for padding
 * @param types which of two texts each token belongs to
 * @param labels tokens to foretell (sequence to sequence), classes of tokens, −100 for none; or one
 *     class a row
 * @param values targets of a regression, or of several labels at once, of each row
 * @param starts first token of each row's answer
 * @param ends last token of each row's answer
 */
public record Inputs(
    int[][] ids,
    int[][] mask,
    Optional<int[][]> types,
    Optional<int[][]> labels,
    Optional<float[][]> values,
    Optional<int[]> starts,
    Optional<int[]> ends) {

  /** A label that counts for nothing. */
  static final int IGNORED = -100;

  public Inputs {
    Check.that(ids.length > 0, "a batch needs a row");
    Check.that(mask.length == ids.length, "each row needs its mask");
  }

  /** Rows without padding and without targets. */
  public static Inputs of(int[][] ids) {
    int[][] mask = new int[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      mask[i] = new int[ids[i].length];
      Arrays.fill(mask[i], 1);
    }
    return of(ids, mask);
  }

  /** Rows without targets. */
  public static Inputs of(int[][] ids, int[][] mask) {
    Optional<int[]> none = Optional.empty();
    return new Inputs(ids, mask, Optional.empty(), Optional.empty(), Optional.empty(), none, none);
  }

  /** The same with the text that each token belongs to. */
  public Inputs withTypes(int[][] of) {
    return new Inputs(ids, mask, Optional.of(of), labels, values, starts, ends);
  }

  /** The same with labels. */
  public Inputs withLabels(int[][] of) {
    return new Inputs(ids, mask, types, Optional.of(of), values, starts, ends);
  }

  /** The same with numbers to come near to. */
  public Inputs withValues(float[][] of) {
    return new Inputs(ids, mask, types, labels, Optional.of(of), starts, ends);
  }

  /** The same with where the answers are. */
  public Inputs withSpans(int[] first, int[] last) {
    return new Inputs(ids, mask, types, labels, values, Optional.of(first), Optional.of(last));
  }

  int[] flatIds() {
    return Arrays.stream(ids).flatMapToInt(Arrays::stream).toArray();
  }

  List<Sequence> sequences() {
    List<Sequence> sequences = new ArrayList<>();
    for (int[] row : mask) {
      int from = 0;
      while (from < row.length && row[from] == 0) {
        from++;
      }
      int to = row.length;
      while (to > from && row[to - 1] == 0) {
        to--;
      }
      sequences.add(new Sequence(row.length, 0, from, to));
    }
    return sequences;
  }
}
