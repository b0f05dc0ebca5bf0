package org.sluice.engine.model;

import java.util.Arrays;
import java.util.List;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * Texts that an encoder has read, and the keys and values of the answers that grow to them. First
 * {@link #begin}, then {@link #step} as often as wanted; both hand the states of each row's last
 * token to a reader, as {@link KvCache} does.
 */
public final class AnswerCache implements AutoCloseable {
  private final TaskModel model;
  private final Seq2Seq halves;
  private final Tape encoding;
  private final AttentionCache cache;
  private final Cross cross;
  private final int rows;

  AnswerCache(TaskModel model, Seq2Seq halves, List<int[]> prompts, int newTokens) {
    this.model = model;
    this.halves = halves;
    rows = prompts.size();
    encoding = model.inferenceTape();
    int prefix = Halves.decoder(model.extra()).prefixTokens();
    cache = new AttentionCache(model.ops(), newTokens + 1 + prefix);
    cross = halves.read(encoding, prompts);
    if (rows > 1) {
      model.quicken();
    }
  }

  /** Reads the token that begins every answer. */
  public <T> T begin(KvCache.Reader<T> reader) {
    int[] first = new int[rows];
    Arrays.fill(first, halves.start());
    return step(first, reader);
  }

  /**
   * Reads one more token a row.
   *
   * @param tokens one a row
   */
  public <T> T step(int[] tokens, KvCache.Reader<T> reader) {
    try (Tape tape = model.inferenceTape()) {
      Var states = halves.step(tape, tokens, cache, cross, cross.spans());
      return reader.read(tape, states);
    }
  }

  @Override
  public void close() {
    cache.close();
    encoding.close();
  }
}
