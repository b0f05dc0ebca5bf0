package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Mixtures of experts: each position goes through a few of many feed-forward layers. */
public final class RoutingOps {
  private RoutingOps() {}

  /**
   * How experts are chosen from the router's logits.
   *
   * @param chosen experts of a position
   * @param groups groups of experts; 1 for none
   * @param chosenGroups groups from which experts are chosen: those with the largest sum of two
   * @param sigmoid whether a probability is the logit's sigmoid, not the softmax over all
   * @param normed whether the chosen probabilities are divided by their sum
   * @param factor on the weights
   */
  public record Rule(
      int chosen, int groups, int chosenGroups, boolean sigmoid, boolean normed, double factor) {}

  /**
   * Weights of the experts: 0 but for the chosen ones (Fedus et al. 2022; DeepSeek-AI 2024).
   *
   * @param logits [n, experts]
   * @param correction added to the probabilities while choosing, [experts] f
   * @return [n, experts] f
   */
  public static Var route(Tape tape, Var logits, Optional<Weight> correction, Rule rule) {
    PtNDArray[] added = correction.map(c -> new PtNDArray[] {c.value()}).orElse(new PtNDArray[0]);
    long[] numbers = {
      rule.chosen, rule.groups, rule.chosenGroups, rule.sigmoid ? 1 : 0, rule.normed ? 1 : 0
    };
    List<Var> in = List.of(logits);
    return TextOp.apply(tape, "route", TextOp.Keeps.INPUTS, in, added, numbers, rule.factor);
  }

  /**
   * experts · coefficient · Σ over experts of (share of positions that chose it) · (mean
   * probability), over all layers together (Fedus et al. 2022, equations 4 to 6). One number.
   *
   * @param logits of each layer's router, [n, experts]
   */
  public static Var balance(Tape tape, List<Var> logits, int chosen, double coefficient) {
    return TextOp.apply(tape, "balance", TextOp.Keeps.INPUTS, logits, chosen, coefficient);
  }

  /**
   * Σ over experts of weight · expert(x), each expert over its own positions alone.
   *
   * @param x [n, w]
   * @param weights [n, experts] of {@link #route}
   * @param expert what expert number i makes of rows of x
   */
  public static Var mix(Tape tape, Var x, Var weights, BiFunction<Integer, Var, Var> expert) {
    int experts = (int) weights.columns();
    int[] sizes = new int[experts];
    Arrays.fill(sizes, 1);
    List<Var> columns = ShapeOps.split(tape, weights, 1, sizes);
    PtNDArray[] rows = tape.ops().torch().call(tape.manager(), "columns_nonzero", weights.value);
    List<Var> parts = new ArrayList<>();
    for (int i = 0; i < experts; i++) {
      if (rows[i].size() > 0) {
        Var y = expert.apply(i, tape.pick(x, rows[i]));
        Var scaled = MathOps.multiply(tape, y, tape.pick(columns.get(i), rows[i]));
        parts.add(ShapeOps.place(tape, scaled, rows[i], x.rows()));
      }
    }
    Var sum = parts.get(0);
    for (Var part : parts.subList(1, parts.size())) {
      sum = MathOps.plus(tape, sum, part);
    }
    return sum;
  }
}
