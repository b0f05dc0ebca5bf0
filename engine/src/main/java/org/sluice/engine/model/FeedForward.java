package org.sluice.engine.model;

import java.util.List;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.StackedAttention;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** The feed-forward parts of layers. */
interface FeedForward {
  Var of(Tape tape, Var x);

  /** down(f(up(x))). */
  static FeedForward plain(Linear up, Activation f, Linear down) {
    return (tape, x) -> tape.linear(f.of(tape, tape.linear(x, up)), down);
  }

  /** down(f(gate(x)) up(x)), with gate and up stacked in one layer, gate first (Shazeer 2020). */
  static Gated gated(Linear gateUp, Activation f, Linear down) {
    return new Gated(gateUp, f, down);
  }

  /** {@link #gated(Linear, Activation, Linear)}. */
  record Gated(Linear gateUp, Activation f, Linear down) implements FeedForward {
    @Override
    public Var of(Tape tape, Var x) {
      Var both = tape.linear(x, gateUp);
      if (f == Activation.SILU) {
        return tape.linear(StackedAttention.swiglu(tape, both), down);
      }
      int inner = down.columns();
      List<Var> parts = ShapeOps.split(tape, both, 1, inner, inner);
      return tape.linear(f.gated(tape, parts.get(0), parts.get(1)), down);
    }
  }

  /** The usual one: gate_proj, up_proj and down_proj. */
  static FeedForward gated(Weights weights, String module, int hidden, int inner, Bias bias) {
    return gated(weights, module, hidden, inner, bias, activation(weights, "silu"));
  }

  static FeedForward gated(
      Weights weights, String module, int hidden, int inner, Bias bias, Activation f) {
    Linear gateUp =
        weights
            .stack(hidden, bias)
            .with(module + ".gate_proj", inner)
            .with(module + ".up_proj", inner)
            .linear();
    return gated(gateUp, f, weights.linear(module + ".down_proj", hidden, inner, bias));
  }

  static Activation activation(Weights weights, String missing) {
    return Activation.named(weights.config().text("hidden_act", missing));
  }
}
