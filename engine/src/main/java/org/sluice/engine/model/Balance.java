package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.RoutingOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * The loss that keeps experts in balance (Fedus et al. 2022, equations 4 to 6): experts · Σ over
 * experts of the share of positions that chose it times the mean of its probability, over all
 * layers.
 */
final class Balance {
  private final double coefficient;
  private final List<Var> logits = new ArrayList<>();
  private int chosen;

  private Balance(double coefficient) {
    this.coefficient = coefficient;
  }

  /** The loss of models whose configuration asks for it. */
  static Optional<Balance> of(ModelConfig config) {
    return config.flag("output_router_logits", false)
        ? Optional.of(new Balance(config.decimal("router_aux_loss_coef", 0.001)))
        : Optional.empty();
  }

  void add(Tape tape, Var layer, int experts) {
    logits.add(tape.outliving(layer));
    chosen = experts;
  }

  /** The loss times its coefficient; empty where no layer has experts. */
  Optional<Var> loss(Tape tape) {
    return logits.isEmpty()
        ? Optional.empty()
        : Optional.of(RoutingOps.balance(tape, logits, chosen, coefficient));
  }
}
