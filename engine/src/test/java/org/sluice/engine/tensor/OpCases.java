package org.sluice.engine.tensor;

import static org.sluice.engine.tensor.OpCase.of;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.tensor.OpCase.Numbers;

/** Inputs and settings for every op of which the text has a backward pass. */
final class OpCases {
  /**
   * Starts the names of wrapped.py, which gives the fused ops of ops.py the shape of the others.
   */
  static final String WRAPPED = "w_";

  private static final int DOUBLE = 7;
  private static final Numbers COS =
      new Numbers(new double[] {1, 1, .9, .8, .3, .2, -.4, .1, .5, -.6, .7, .2}, 6, 2);
  private static final Numbers SIN =
      new Numbers(new double[] {0, 0, .4, .5, .7, .8, .9, -.3, .1, .4, -.2, .6}, 6, 2);

  private final List<OpCase> cases = new ArrayList<>();

  private OpCases() {}

  static List<OpCase> all() {
    OpCases all = new OpCases();
    all.norms();
    all.activations();
    all.shapesAndArithmetic();
    all.losses();
    all.routing();
    all.encoders();
    all.attention();
    all.fused();
    return all.cases;
  }

  private static long[] s(long... shape) {
    return shape;
  }

  private void add(String op, List<long[]> shapes, Object... settings) {
    cases.add(of(op, shapes, settings));
  }

  private void norms() {
    add("rms", List.of(s(3, 8), s(4)), 1e-5, 1.0, DOUBLE);
    add("layer_norm", List.of(s(3, 5), s(5), s(5)), 1e-5, DOUBLE);
    add("layer_norm", List.of(s(3, 5), s(5)), 1e-5, DOUBLE);
  }

  private void activations() {
    for (Activation activation : Activation.values()) {
      add("act", List.of(s(3, 5)), activation.ordinal());
      add("gated", List.of(s(3, 5), s(3, 5)), activation.ordinal());
    }
  }

  private void shapesAndArithmetic() {
    cases.add(of("split", 3, List.of(s(3, 12)), 2, s(1, 3, 2)));
    add("join", List.of(s(3, 4), s(3, 3)), 2, s(2, 3));
    add("rows", List.of(s(3, 4), s(1, 4)));
    add("place", List.of(s(3, 2)), Numbers.whole(1, 4, 1), 5);
    add("transpose", List.of(s(3, 2)));
    add("scale", List.of(s(3, 2)), 0.3);
    add("multiply", List.of(s(3, 2), s(3, 1)));
    add("plus", List.of(s(3, 2), s(2)));
    add("matmul", List.of(s(3, 2), s(2, 4)));
    add("cast", List.of(s(3, 2)), DOUBLE);
    add("soft_cap", List.of(s(3, 2)), 0.7);
  }

  private void losses() {
    add("token_sum", List.of(s(4, 3)), Numbers.whole(1, -100, 0, 2));
    Numbers target = new Numbers(new double[] {0, 1, 1, 0.5}, 4, 1);
    add("mean_square", List.of(s(4, 1)), target);
    add("binary_loss", List.of(s(4, 1)), target);
    add("span_loss", List.of(s(5, 1)), (Object) s(0, 4, 2, 4, 1, -1));
    add("w_cross_entropy", List.of(s(5, 3), s(4, 3), s(4)), Numbers.whole(1, 0, 3, 3, 2), 0.0);
    add("w_cross_entropy", List.of(s(5, 3), s(4, 3), s(4)), Numbers.whole(1, 0, 3, 3, 2), 0.8);
  }

  private void routing() {
    Numbers correction = new Numbers(new double[] {.3, -.2, .9, -1.1, .4, .7}, 6);
    // chosen, groups, chosen groups, sigmoid, normed
    add("route", List.of(s(4, 6)), List.of(), s(2, 1, 1, 0, 1), 2.5);
    add("route", List.of(s(4, 6)), List.of(), s(2, 1, 1, 0, 0), 2.5);
    add("route", List.of(s(4, 6)), List.of(correction), s(2, 3, 2, 1, 1), 2.5);
    add("route", List.of(s(4, 6)), List.of(correction), s(1, 3, 1, 1, 0), 2.5);
    add("balance", List.of(s(4, 5), s(3, 5)), 2, 0.3);
  }

  private void encoders() {
    long[] spans = s(0, 4, 0, 4, 0, 3, 4, 3, 4, 3, 0, 3);
    Numbers places = Numbers.whole(0, 0, 1, 2, 3, 4, 5, 5, 5);
    for (int by = 0; by < 4; by++) {
      boolean contentToPlace = by % 2 == 1;
      boolean placeToContent = by / 2 == 1;
      List<long[]> shapes = new ArrayList<>(List.of(s(7, 4), s(7, 4), s(7, 4)));
      for (int tables = Integer.bitCount(by); tables > 0; tables--) {
        shapes.add(s(6, 4));
      }
      add("disentangled", shapes, spans, places, 2, contentToPlace, placeToContent, 0.4);
    }
    add("neighbours", List.of(s(5, 2)), s(0, 4, 0, 4, 0, 4, 4, 1, 4, 1, 0, 1), 3);
    add("kernel", List.of(s(4, 2, 3)));
  }

  private void attention() {
    Numbers positions = Numbers.whole(0, 3, 1);
    add("rotary", List.of(s(3, 12)), positions, COS, SIN, 2, 1, true);
    add("rotary", List.of(s(3, 12)), positions, COS, SIN, 2, 1, false);
    add("prompt_attention", List.of(s(3, 8), s(2, 4), s(2, 4), s(1)), 4);
    // query heads, key heads, window, causal, bias, keys before, keys in front of padding
    attend(s(4, 2, 0, 1, 0, 0, 0), 0);
    attend(s(2, 2, 0, 0, 0, 0, 0), 0);
    attend(s(4, 2, 3, 1, 0, 0, 0), 0);
    attend(s(4, 2, 2, 1, 0, 0, 0), 0.8);
    attend(s(4, 4, 0, 1, 1, 0, 0), 0);
    attend(s(2, 1, 0, 0, 1, 0, 0), 0);
    attend(s(4, 2, 0, 1, 2, 1, 0), 0);
    attend(s(4, 2, 0, 1, 0, 1, 0), 0);
    attend(s(4, 2, 3, 1, 1, 1, 0), 0.8);
    // to other sequences, with padding
    long[] spans = s(0, 2, 0, 5, 1, 5, 2, 3, 5, 4, 0, 3);
    add("attend", List.of(s(5, 6), s(9, 6), s(9, 4)), spans, s(2, 2, 0, 0, 0, 0, 0), 0.7, 0.0);
    // padding behind the first key
    long[] hole = s(0, 5, 0, 5, 3, 5, 5, 4, 5, 4, 0, 4);
    add("attend", List.of(s(9, 8), s(9, 4), s(9, 4)), hole, s(4, 2, 0, 1, 0, 0, 1), 0.7, 0.0);
  }

  private void attend(long[] shape, double cap) {
    long keys = shape[1] * 2;
    List<long[]> shapes = new ArrayList<>(List.of(s(9, shape[0] * 2), s(9, keys), s(9, keys)));
    if (shape[4] > 0) {
      shapes.add(s(shape[0], 21));
    }
    if (shape[5] > 0) {
      shapes.add(s(3, keys));
      shapes.add(s(3, keys));
    }
    add("attend", shapes, s(0, 5, 0, 5, 0, 5, 5, 4, 5, 4, 0, 4), shape, 0.7, cap);
  }

  /** The ops of ops.py, which serve the common case in fewer calls. */
  private void fused() {
    add("w_norm", List.of(s(3, 4), s(4)), 1e-5);
    add("w_gain", List.of(s(3, 4), s(3, 1)));
    add("w_swiglu", List.of(s(3, 6)));
    add("w_embed", List.of(s(5, 3)), Numbers.whole(4, 1, 4));
    add("w_pick", List.of(s(5, 3)), Numbers.whole(4, 1, 4));
    // additions to rows 0 to 4 and 8 to 11 of 12
    Numbers matrix = new Numbers(values(12 * 8), 12, 8);
    long[] cuts = s(0, 5, 8, 4);
    add("w_linear", List.of(s(3, 8), s(4, 8), s(9, 2)), matrix, cuts, 0.5);
    add("w_bias", List.of(s(3, 8), s(12, 8), s(12)));
    List<Numbers> masks = List.of(mask(0), mask(1));
    add("w_dropped", List.of(s(3, 8), s(4, 8), s(9, 2)), masks, cuts, 12, 0.5);
    // prefix, then the sequences' first rows, lengths and how many are padded together
    List<long[]> one = List.of(s(9, 16));
    add("w_attention", one, COS, SIN, 0, s(0, 5), s(5, 4), s(2), 2, 1, 4);
    add("w_attention", one, COS, SIN, 2, s(2, 6), s(4, 3), s(1, 1), 2, 1, 4);
  }

  private static double[] values(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.sin(1.7 * i);
    }
    return values;
  }

  private static Numbers mask(int phase) {
    double[] mask = new double[24];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (i + phase) % 3 == 0 ? 0 : 1.5;
    }
    return new Numbers(mask, 3, 8);
  }
}
