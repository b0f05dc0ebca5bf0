package org.sluice.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Loss;
import org.sluice.engine.model.Model;
import org.sluice.engine.train.Collective;
import org.sluice.engine.train.Row;

/** The held-out rows that training looks at between epochs, dealt to the ranks in turn. */
final class HeldOut implements AutoCloseable {
  /** Tokens that go through the model in one pass. */
  private static final int TOKENS_AT_ONCE = 4096;

  /** Rows that are in memory at once. */
  private static final int ROWS_AT_ONCE = 256;

  private final Optional<RowStore> rows;
  private final Evaluator evaluator;
  private final Collective collective;

  private HeldOut(Optional<RowStore> rows, Evaluator evaluator, Collective collective) {
    this.rows = rows;
    this.evaluator = evaluator;
    this.collective = collective;
  }

  static HeldOut of(TrainPlan plan, Model model, Collective collective) {
    Optional<RowStore> rows =
        plan.heldOutCount() == 0
            ? Optional.empty()
            : Optional.of(RowStore.open(plan.places().heldOutRows(), plan.heldOutCount()));
    return new HeldOut(rows, new Evaluator(model, TOKENS_AT_ONCE), collective);
  }

  /** Their loss with the model as it is now, over all ranks; empty without rows. */
  Optional<Loss> loss() {
    return rows.map(this::loss);
  }

  private Loss loss(RowStore store) {
    Loss mine = Loss.NONE;
    List<Row> some = new ArrayList<>();
    for (int i = collective.rank(); i < store.size(); i += collective.worldSize()) {
      some.add(store.read(i));
      if (some.size() == ROWS_AT_ONCE) {
        mine = mine.plus(evaluator.loss(some));
        some.clear();
      }
    }
    mine = mine.plus(evaluator.loss(some));
    double[] sums = collective.sum(new double[] {mine.sum(), mine.count()});
    return new Loss(sums[0], Math.round(sums[1]));
  }

  @Override
  public void close() {
    rows.ifPresent(RowStore::close);
  }
}
