package org.sluice.engine.train;

import java.util.Arrays;
import java.util.List;
import org.sluice.engine.tensor.Packing;

/**
 * Rows laid one after another, ready for a model.
 *
 * @param ids tokens of all rows
 * @param packing lengths of all samples
 * @param wanted positions that foretell a target: indices into ids, or {@code ~i} for the virtual
 *     token before index i
 * @param targets the tokens that they must foretell
 */
public record Batch(int[] ids, Packing packing, long[] wanted, long[] targets) {

  /** The rows as one batch. */
  public static Batch of(List<Row> rows) {
    return of(rows, false);
  }

  /**
   * The rows as one batch.
   *
   * @param prompted whether virtual tokens stand in front of each sample, the last of which
   *     foretells its first token: position i foretelling what stands at i + 1 is then {@code ~(i +
   *     1)}
   */
  public static Batch of(List<Row> rows, boolean prompted) {
    int tokens = rows.stream().mapToInt(row -> row.inputIds().length).sum();
    int[] ids = new int[tokens];
    long[] wanted = new long[tokens];
    long[] targets = new long[tokens];
    int count = 0;
    int at = 0;
    for (Row row : rows) {
      System.arraycopy(row.inputIds(), 0, ids, at, row.inputIds().length);
      int inRow = 0;
      for (int length : row.lengths()) {
        for (int i = inRow + (prompted ? 0 : 1); i < inRow + length; i++) {
          if (row.labels()[i] != Row.IGNORED) {
            wanted[count] = i == inRow ? ~((long) at + i) : (long) at + i - 1;
            targets[count++] = row.labels()[i];
          }
        }
        inRow += length;
      }
      at += row.inputIds().length;
    }
    return new Batch(
        ids, packing(rows), Arrays.copyOf(wanted, count), Arrays.copyOf(targets, count));
  }

  private static Packing packing(List<Row> rows) {
    int[] lengths =
        rows.stream().flatMapToInt(r -> Arrays.stream(r.lengths())).filter(n -> n > 0).toArray();
    int[] padding =
        rows.stream()
            .flatMapToInt(r -> Arrays.stream(r.lengths()).filter(n -> n > 0).map(n -> r.padding()))
            .toArray();
    return new Packing(lengths, padding);
  }
}
