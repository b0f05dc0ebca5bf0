package org.sluice.engine.model;

import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** A decoder of like layers one after another; an architecture says what a layer is. */
abstract class Blocks implements Decoder {
  private final int layers;

  Blocks(int layers) {
    this.layers = layers;
  }

  /** What the first layer reads: [n, hidden] f. */
  abstract Var embed(Run run);

  /**
   * One layer.
   *
   * @param last whether only the wanted positions need come out of it
   */
  abstract Var layer(Run run, int number, boolean last, Var x);

  /** Behind the last layer. */
  abstract Var end(Run run, Var x);

  @Override
  public Var forward(Run run) {
    Var h = embed(run);
    if (run.layers().isPresent()) {
      return end(run, run.layers().get().apply(h));
    }
    for (int i = 0; i < layers; i++) {
      run.see(i, h);
      int number = i;
      boolean last = i == layers - 1 && run.narrows();
      h = run.tape().block(h, x -> layer(run, number, last, x));
    }
    Var states = end(run, run.narrows() ? h : run.wanted(h));
    run.see(layers, states);
    return states;
  }

  /** x + attention + feed-forward of one after the other, as nearly all layers end. */
  static Var residual(Run run, int number, boolean last, Var x, Var attention, Feed feed) {
    Tape tape = run.tape();
    Var own = last ? run.wanted(x) : x;
    Var y = tape.add(own, run.attended(number, last, attention));
    return run.fed(number, y, feed.of(tape, y));
  }

  /** x + attention + feed-forward of both over the same input. */
  static Var parallel(Run run, int number, boolean last, Var x, Var attention, Var fed) {
    Tape tape = run.tape();
    Var y = tape.add(last ? run.wanted(x) : x, run.attended(number, last, attention));
    return run.fed(number, y, fed);
  }

  /** A feed-forward part with the norm before it. */
  interface Feed {
    Var of(Tape tape, Var x);
  }

  /** A product of the wanted rows alone. */
  static Var out(Run run, boolean last, Var attention, Linear matrix) {
    return run.tape().linear(last ? run.wanted(attention) : attention, matrix);
  }
}
