package org.sluice.engine.model;

import java.util.List;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/** An architecture: its weights and its forward pass. */
interface Decoder {
  /** Hidden states behind the last norm, at the positions that the pass wants: [m, hidden]. */
  Var forward(Tape tape, Pass pass);

  /** The output head [vocabulary, hidden]; the embedding itself where they are tied. */
  Weight head();

  /** All weights that are no linear layer's, the head among them. */
  List<Weight> weights();

  /** All linear layers but the head, in the order of the model. */
  List<Linear> linears();
}
