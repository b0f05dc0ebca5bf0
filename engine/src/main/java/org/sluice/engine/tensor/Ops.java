package org.sluice.engine.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sluice.engine.quantization.BlockCode;

/**
 * The one door to the arithmetic in ops.py. Each method is one op; a name ending in Back is the
 * backward pass of the op before it, d... a gradient.
 *
 * <p>Letters: n positions (tokens of all sequences, one after another), w width, c the compute type
 * (float or bfloat16), f float. Results belong to the manager {@code to}.
 */
public final class Ops {
  /** Rows of logits that live at once; a graphics processor is not busy with few. */
  private static final int CHUNK = 128;

  private static final int CHUNK_ON_CUDA = 2048;

  private static final PtNDArray[] NONE = {};

  private final Torch torch;
  private final PtNDArray code;
  private final PtNDArray dynamicCode;
  private final Map<DType, PtNDArray> tables = new EnumMap<>(DType.class);
  private final int chunk;
  private final LinearOps linears;
  private final StackedOps stacked;
  private final OptimiserOps optimiser;
  private AdapterOps adapters;
  private long version;

  public Ops(Torch torch) {
    this.torch = torch;
    linears = new LinearOps(torch);
    stacked = new StackedOps(torch);
    optimiser = new OptimiserOps(torch);
    chunk = torch.isCuda() ? CHUNK_ON_CUDA : CHUNK;
    code = (PtNDArray) torch.manager().create(BlockCode.NF4.table());
    dynamicCode = (PtNDArray) torch.manager().create(BlockCode.DYNAMIC.table());
  }

  /** Rows of scores that live at once. */
  int chunk() {
    return chunk;
  }

  public Torch torch() {
    return torch;
  }

  /** Products. */
  LinearOps linears() {
    return linears;
  }

  /** Attention where q, k and v lie side by side. */
  StackedOps stacked() {
    return stacked;
  }

  /** Gradients and updates. */
  public OptimiserOps optimiser() {
    return optimiser;
  }

  /** The formulas of fine-tuning methods; loaded when a model first needs them. */
  AdapterOps adapters() {
    if (adapters == null) {
      adapters = new AdapterOps(torch);
    }
    return adapters;
  }

  /** Another number whenever parameters have changed. */
  long version() {
    return version;
  }

  // ---- values ----

  /** A tensor with any values in it. DJL itself aborts when asked for bfloat16. */
  PtNDArray empty(NDManager to, DType type, long... shape) {
    return torch.one(to, "empty", code, shape, type.code());
  }

  /** A float tensor of this shape that takes no memory. */
  PtNDArray hollow(NDManager to, long... shape) {
    return torch.one(to, "hollow", shape);
  }

  /** Zeros in float. */
  PtNDArray zeros(NDManager to, long... shape) {
    return (PtNDArray) to.zeros(new Shape(shape), DataType.FLOAT32);
  }

  /** A copy in the type of another tensor. */
  PtNDArray castLike(NDManager to, PtNDArray x, PtNDArray like) {
    return cast(to, x, DType.of(like));
  }

  /** A copy in another type. */
  PtNDArray cast(NDManager to, PtNDArray x, DType type) {
    return torch.one(to, "cast", x, type.code());
  }

  /** The values of a tensor of any type, row-major. */
  public float[] read(PtNDArray x) {
    try (PtNDArray floats = cast(torch.manager(), x, DType.FP32)) {
      return floats.toFloatArray();
    }
  }

  /** A copy. */
  PtNDArray copy(NDManager to, PtNDArray x) {
    return torch.one(to, "copy", x);
  }

  /** Ones of x's shape and type. */
  PtNDArray ones(NDManager to, PtNDArray x) {
    return torch.one(to, "ones_like", x);
  }

  /** Zeros in the type of x. */
  PtNDArray zerosAs(NDManager to, PtNDArray x, long[] shape) {
    return torch.one(to, "zeros_as", x, shape);
  }

  /** Adds x to the one tensor of a list, in that tensor's shape. */
  void addTo(PtNDArray[] to, PtNDArray x) {
    torch.call(torch.manager(), "add_to", to, x);
  }

  /** x + y, in the wider of their types. */
  PtNDArray add(NDManager to, PtNDArray x, PtNDArray y) {
    return torch.one(to, "add", x, y);
  }

  /** Rows of x [n, w] by index [m] i64: [m, w]. */
  PtNDArray pick(NDManager to, PtNDArray x, PtNDArray index) {
    return torch.one(to, "pick", x, index);
  }

  /** [n, w] of zeros to which the rows of dy [m, w] are added at index [m]. */
  PtNDArray pickBack(NDManager to, PtNDArray dy, PtNDArray index, long n) {
    return torch.one(to, "pick_b", dy, index, n);
  }

  /** Writes source [m] f into the elements of target that begin at {@code first}, row-major. */
  void write(PtNDArray target, PtNDArray source, int first) {
    torch.call(torch.manager(), "write", target, source, first);
  }

  /** Copies the rows of source from {@code from} on to the rows of target from {@code row} on. */
  void place(PtNDArray target, int row, PtNDArray source, int from) {
    torch.call(torch.manager(), "place", target, row, source, from);
  }

  /** Copies tensors, converting types. */
  void copyAll(PtNDArray[] to, PtNDArray[] source) {
    if (to.length > 0) {
      torch.call(torch.manager(), "copy_all", to, source);
    }
  }

  // ---- embedding ----

  /** Rows of table [vocabulary, w] c for ids [n] i32: [n, w] f. */
  PtNDArray embed(NDManager to, PtNDArray table, PtNDArray ids) {
    return torch.one(to, "embed", table, ids);
  }

  /** gradient[ids] += dy. */
  void embedBack(PtNDArray dy, PtNDArray ids, PtNDArray gradient) {
    torch.call(torch.manager(), "embed_b", dy, ids, gradient);
  }

  // ---- norm ----

  /**
   * RMS norm (Zhang and Sennrich 2019): y = x r gain with r = 1 / sqrt(mean(x²) + eps). x [n, w] f,
   * gain [w] f.
   *
   * @return y [n, w] c, r [n, 1] f
   */
  PtNDArray[] norm(NDManager to, PtNDArray x, PtNDArray gain, double eps, DType type) {
    return torch.call(to, "norm_f", x, gain, eps, type.code());
  }

  /**
   * dx = r g − x r³ mean(g x) + residual with g = dy gain; gradient += Σ dy x r where there is one.
   *
   * @param residual none or the gradient that comes to x by another way, f
   * @param gradient none or the gain's
   */
  PtNDArray normBack(
      NDManager to, PtNDArray dy, PtNDArray x, PtNDArray r, Weight gain, PtNDArray[] residual) {
    return torch.one(to, "norm_b", dy, x, r, gain.value(), residual, gain.gradients());
  }

  // ---- values of weights ----

  /**
   * The values of one matrix of a layer, row-major; dequantised where it is packed.
   *
   * @param type the compute type
   */
  public float[] read(Linear linear, Linear.Part part, DType type) {
    try (PtNDManager scratch = torch.scope()) {
      PtNDArray all = new ChangedLinear(this, linear, type).base(scratch);
      return adapters().rows(scratch, all, part.firstRow(), part.rows()).toFloatArray();
    }
  }

  /** What a formula makes of its parameters alone, row-major. */
  public float[] evaluate(Change change) {
    try (PtNDManager scratch = torch.scope()) {
      return adapters().apply(scratch, change, zeros(scratch, 1)).toFloatArray();
    }
  }

  /** The values of a weight, row-major. */
  public float[] read(Weight weight) {
    try (PtNDArray values = cast(torch.manager(), weight.value(), DType.FP32)) {
      return values.toFloatArray();
    }
  }

  /** A packed matrix in the form that products in this type take. */
  PtNDArray[] packed(PtNDArray codes, List<PtNDArray> scales, DType type) {
    PtNDArray table =
        tables.computeIfAbsent(type, t -> torch.one(torch.manager(), "nf4_table", code, t.code()));
    List<PtNDArray> form = new ArrayList<>(List.of(codes, table, dynamicCode));
    form.addAll(scales);
    return form.toArray(NONE);
  }

  /** Brings the compute copies up to date with the masters. */
  public void refresh(List<Parameter> parameters) {
    version++;
    List<Parameter> copied = parameters.stream().filter(p -> p.copy().isPresent()).toList();
    copyAll(
        copied.stream().map(Parameter::compute).toArray(PtNDArray[]::new),
        copied.stream().map(Parameter::master).toArray(PtNDArray[]::new));
  }

  // ---- attention ----

  /** Table of rotary positions that lives as long as the model; see {@link #ropeTable}. */
  public PtNDArray[] rope(PtNDArray frequencies, int length, double scale) {
    return ropeTable(torch.manager(), frequencies, length, scale);
  }

  /** Rows of a tensor of any rank, by index. */
  public PtNDArray select(NDManager to, PtNDArray x, PtNDArray index) {
    return pick(to, x, index);
  }

  /** Cosines and sines of position times frequency, each [length, dim / 2] f, times scale. */
  PtNDArray[] ropeTable(NDManager to, PtNDArray frequencies, int length, double scale) {
    return torch.call(to, "rope_table", frequencies, length, scale);
  }
}
