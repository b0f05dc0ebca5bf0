package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;

/** The product with a linear layer on a tape, in each of the layer's states. */
final class Product {
  private static final PtNDArray[] NONE = {};

  private final Tape tape;
  private final Ops ops;
  private final LinearOps linears;
  private final Linear linear;

  Product(Tape tape, Ops ops, Linear linear) {
    this.tape = tape;
    this.ops = ops;
    this.linear = linear;
    linears = ops.linears();
  }

  /** The product for rows of x [n, in]: [n, rows]. */
  Var of(Var x) {
    if (linear.changed()) {
      return changed(x);
    }
    Optional<Weight> bias = linear.bias().map(tape::use);
    Var y = linear.drops() && tape.trains() ? dropped(x, bias) : plain(x, bias);
    if (tape.records(y) && bias.map(Weight::trains).orElse(false)) {
      tape.then(() -> linears.biasBack(y.gradient, bias.orElseThrow()));
    }
    return y;
  }

  /** The product with a matrix that methods have changed; see {@link ChangedLinear}. */
  private Var changed(Var x) {
    Optional<Weight> bias = linear.bias().map(tape::use);
    ChangedLinear product = new ChangedLinear(ops, linear, tape.type());
    PtNDArray[] masks =
        tape.trains() && linear.drops()
            ? product.masks(tape.kept(), x.value, tape.nextSeed())
            : NONE;
    Var y = tape.made(product.forward(tape.work(), x.value, bias, masks, tape.trains()), true);
    if (tape.trains()) {
      tape.save(x.value);
      tape.then(
          () -> {
            if (bias.map(Weight::trains).orElse(false)) {
              linears.biasBack(y.gradient, bias.orElseThrow());
            }
            tape.accumulate(
                x, product.back(tape.work(), y.gradient, x.value, masks, x.needsGradient));
          });
    }
    return y;
  }

  private Var plain(Var x, Optional<Weight> bias) {
    PtNDArray[] form = tape.trains() ? linear.weight() : linear.weight(x.rows());
    PtNDArray[] result = linears.linear(tape.work(), x.value, linear, form, values(bias));
    Var y = tape.made(result[0], x.needsGradient || linear.trains());
    if (tape.records(y)) {
      PtNDArray[] u = result.length > 1 ? new PtNDArray[] {result[1]} : NONE;
      if (linear.trains()) {
        tape.save(x.value);
        tape.save(u);
      }
      tape.then(
          () -> {
            PtNDArray in = linear.trains() ? x.value : y.gradient;
            PtNDArray dx =
                linears.linearBack(tape.work(), y.gradient, in, u, linear, form, x.needsGradient);
            linear.lowRank().ifPresent(LowRank::pullGains);
            tape.accumulate(x, dx);
          });
    }
    return y;
  }

  private static PtNDArray[] values(Optional<Weight> bias) {
    return bias.map(b -> new PtNDArray[] {b.value()}).orElse(NONE);
  }

  private Var dropped(Var x, Optional<Weight> bias) {
    LowRank low = linear.lowRank().orElseThrow();
    PtNDArray y = linears.product(tape.work(), x.value, linear, values(bias));
    PtNDArray[] masks = linears.dropoutMasks(tape.work(), x.value, low, tape.nextSeed());
    PtNDArray u = linears.dropped(tape.work(), y, x.value, masks, low);
    Var result = tape.made(y, true);
    tape.save(x.value, u);
    tape.save(masks);
    tape.then(
        () -> {
          PtNDArray dy = result.gradient;
          PtNDArray dx = x.needsGradient ? linears.productBack(tape.work(), dy, linear) : dy;
          linears.droppedBack(dx, dy, x.value, u, masks, low, x.needsGradient);
          low.pullGains();
          tape.accumulate(x, dx);
        });
    return result;
  }
}
