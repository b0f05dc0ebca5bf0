package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sluice.engine.tensor.Spans;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** An encoder's states as a decoder sees them: all at once, or again at every generated token. */
final class Cross {
  private final Var states;
  private final Spans spans;
  private final List<List<Var>> kept;
  private final Tape home;

  private Cross(Var states, Spans spans, List<List<Var>> kept, Tape home) {
    this.states = states;
    this.spans = spans;
    this.kept = kept;
    this.home = home;
  }

  /**
   * @param spans the decoder's queries and the encoder's keys of each sequence
   */
  static Cross of(Var states, Spans spans) {
    return new Cross(states, spans, null, null);
  }

  /** One that computes each layer's keys and values once, for as long as the tape is open. */
  static Cross keeping(Var states, Spans spans, Tape home) {
    return new Cross(states, spans, new ArrayList<>(), home);
  }

  /** The same for other queries. */
  Cross with(Spans other) {
    return new Cross(states, other, kept, home);
  }

  Var states() {
    return states;
  }

  Spans spans() {
    return spans;
  }

  List<Var> keysAndValues(int layer, Supplier<List<Var>> compute) {
    if (kept == null) {
      return compute.get();
    }
    if (layer == kept.size()) {
      List<Var> made = compute.get();
      made.forEach(home::outliving);
      kept.add(made);
    }
    return kept.get(layer);
  }
}
