package org.sluice.engine.train;

import java.util.List;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.Calibration;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Tape;

/**
 * Training rows as sample data.
 *
 * @param list rows, the same on every rank
 * @param batch rows at once
 */
public record RowCalibration(List<Row> list, int batch) implements Calibration {
  public RowCalibration {
    list = List.copyOf(list);
  }

  @Override
  public int rows() {
    return list.size();
  }

  @Override
  public boolean[] labels(int first, int end) {
    List<Row> rows = list.subList(first, end);
    boolean[] labelled = new boolean[rows.stream().mapToInt(row -> row.labels().length).sum()];
    int at = 0;
    for (Row row : rows) {
      for (int label : row.labels()) {
        labelled[at++] = label != Row.IGNORED;
      }
    }
    return labelled;
  }

  @Override
  public void read(Model model, Tape tape, int first, int end) {
    if (!(model instanceof CausalModel causal)) {
      throw UserError.of(
          "This init_lora_weights looks at the inputs of a decoder's layers",
          "take lora_ga, pissa or true for an encoder-decoder");
    }
    Batch batch = Batch.of(list.subList(first, end));
    causal.states(tape, batch.ids(), batch.packing(), (number, state) -> {});
  }

  @Override
  public long learn(Model model, Tape tape, int first, int end) {
    RowLoss loss = RowLoss.of(model, tape, list.subList(first, end));
    tape.backward();
    return loss.targets();
  }
}
