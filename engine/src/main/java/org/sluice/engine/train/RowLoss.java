package org.sluice.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.Inputs;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * What a model makes of rows, whatever kind of model it is: one that foretells the next token reads
 * a sample as it lies there; an encoder-decoder reads what comes before the first label with its
 * encoder and answers with the rest.
 *
 * @param sum of the cross entropies of all targets, in nats
 * @param targets tokens that had a label
 * @param tokens that went through the model
 */
public record RowLoss(double sum, long targets, long tokens) {

  /**
   * Runs rows forward. On a training tape {@link Tape#backward} may follow.
   *
   * @param rows run at once; without a target nothing is run
   */
  public static RowLoss of(Model model, Tape tape, List<Row> rows) {
    return model instanceof TaskModel task ? answers(task, tape, rows) : next(model, tape, rows);
  }

  private static RowLoss next(Model model, Tape tape, List<Row> rows) {
    CausalModel causal = (CausalModel) model;
    Batch batch = Batch.of(rows, model.virtualTokens() > 0);
    long tokens = batch.ids().length;
    if (batch.targets().length == 0) {
      return new RowLoss(0, 0, tokens);
    }
    Var hidden = causal.hidden(tape, batch.ids(), batch.packing(), batch.wanted());
    double sum = causal.crossEntropy(tape, hidden, batch.targets());
    return new RowLoss(sum, batch.targets().length, tokens);
  }

  private static RowLoss answers(TaskModel model, Tape tape, List<Row> rows) {
    List<int[]> texts = new ArrayList<>();
    List<int[]> answers = new ArrayList<>();
    long tokens = 0;
    for (Row row : rows) {
      int at = 0;
      for (int length : row.lengths()) {
        int answer = row.firstTarget(at, at + length);
        if (answer > at && answer < at + length) {
          texts.add(Arrays.copyOfRange(row.inputIds(), at, answer));
          answers.add(Arrays.copyOfRange(row.labels(), answer, at + length));
        }
        at += length;
      }
      tokens += at;
    }
    if (texts.isEmpty()) {
      return new RowLoss(0, 0, tokens);
    }
    int[][] labels = answers.toArray(int[][]::new);
    Inputs inputs = Inputs.of(texts.toArray(int[][]::new)).withLabels(labels);
    long targets =
        Arrays.stream(labels).flatMapToInt(Arrays::stream).filter(t -> t != Row.IGNORED).count();
    return new RowLoss(model.crossEntropy(tape, inputs), targets, tokens);
  }
}
