package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All layers of one step of generation as one call, over weights in the form that it takes. The
 * arithmetic is that of the layers one by one.
 */
public final class FusedLayers implements AutoCloseable {
  private static final PtNDArray[] LIST = {};

  private final Torch torch;
  private final PtNDManager manager;
  private final double eps;
  private final Heads heads;
  private final PtNDArray none;
  private final List<PtNDArray> gains = new ArrayList<>();
  private final List<Linear> linears = new ArrayList<>();
  private final List<PtNDArray> matrices = new ArrayList<>();
  private final List<PtNDArray> biases = new ArrayList<>();
  private final List<PtNDArray> factors = new ArrayList<>();

  /**
   * Attention and SwiGLU, an RMS norm before each.
   *
   * @param qkv queries, keys and values side by side
   * @param gateUp gate and up side by side
   */
  public record Layer(
      Weight attentionGain,
      Linear qkv,
      Linear out,
      Weight feedForwardGain,
      Linear gateUp,
      Linear down) {
    private Stream<Linear> linears() {
      return Stream.of(qkv, out, gateUp, down);
    }

    private Stream<Weight> gains() {
      return Stream.of(attentionGain, feedForwardGain);
    }

    private boolean plain() {
      boolean steady =
          linears()
              .noneMatch(
                  layer ->
                      layer.packed()
                          || layer.changed()
                          || layer.bias().map(Weight::changed).orElse(false));
      return steady && gains().noneMatch(Weight::changed);
    }
  }

  private FusedLayers(Ops ops, List<Layer> layers, double eps, Heads heads, DType type) {
    torch = ops.torch();
    manager = torch.scope();
    this.eps = eps;
    this.heads = heads;
    none = ops.empty(manager, type, 0);
    for (Layer layer : layers) {
      layer.gains().forEach(gain -> gains.add(gain.value()));
      layer.linears().forEach(linear -> add(linear, type));
    }
  }

  private void add(Linear linear, DType type) {
    linears.add(linear);
    matrices.add(torch.one(manager, "turn_matrix", linear.weight(), linear.rows(), type.code()));
    biases.add(linear.bias().map(Weight::value).orElse(none));
    if (linear.lowRank().isEmpty()) {
      factors.add(none);
      factors.add(none);
      return;
    }
    PtNDArray[] pair = linear.factors();
    factors.add(torch.one(manager, "turn_factor", pair[0], 1.0));
    factors.add(torch.one(manager, "turn_factor", pair[1], linear.lowRank().get().scale()));
  }

  /**
   * The layers as they are now; changes of weights are not seen until another is made.
   *
   * @param eps of all norms
   * @return none where a matrix is packed or a method makes something else of it
   */
  public static Optional<FusedLayers> of(
      Ops ops, List<Layer> layers, double eps, Heads heads, DType type) {
    boolean plain = !layers.isEmpty() && layers.stream().allMatch(Layer::plain);
    return plain ? Optional.of(new FusedLayers(ops, layers, eps, heads, type)) : Optional.empty();
  }

  /**
   * New positions of each row.
   *
   * @param x [n, w] f
   * @param keys of each layer, [rows, slots, w]; values alike; each takes the new positions in
   * @param shared what {@link StackedAttention#step} gave
   */
  public Var step(
      Tape tape, Var x, List<PtNDArray> keys, List<PtNDArray> values, PtNDArray[] shared) {
    return tape.constant(
        torch.one(
            tape.work(),
            "decode_layers",
            x.value,
            gains.toArray(LIST),
            matrices.toArray(LIST),
            forms(x.rows()),
            biases.toArray(LIST),
            factors.toArray(LIST),
            keys.toArray(LIST),
            values.toArray(LIST),
            shared,
            eps,
            heads.query(),
            heads.keyValue(),
            heads.dim()));
  }

  /** The matrices in the order that is faster for so many rows; one may have none. */
  private PtNDArray[] forms(long rows) {
    if (linears.stream().noneMatch(l -> l.quick(rows).isPresent())) {
      return LIST;
    }
    return linears.stream().map(l -> l.quick(rows).orElse(none)).toArray(PtNDArray[]::new);
  }

  @Override
  public void close() {
    manager.close();
  }
}
