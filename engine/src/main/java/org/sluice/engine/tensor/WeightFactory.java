package org.sluice.engine.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sluice.base.UserError;
import org.sluice.engine.quantization.BlockCode;

/** Brings a model's float values into libtorch, in the form in which they are kept. */
public final class WeightFactory {
  /** Elements that go over at once; one buffer of this many floats serves all. */
  private static final int PIECE = 1 << 20;

  private final Ops ops;
  private final DType type;
  private final Quantization quantization;
  private final boolean trains;
  private final boolean hollow;
  private final List<Parameter> parameters = new ArrayList<>();
  private UnaryOperator<String> fileNames = UnaryOperator.identity();
  private long size;
  private final ByteBuffer staging =
      ByteBuffer.allocateDirect(4 * PIECE).order(ByteOrder.nativeOrder());

  /**
   * @param type the compute type
   * @param quantization of the linear layers; only NONE where they train
   * @param trains whether every weight is a parameter
   */
  public WeightFactory(Ops ops, DType type, Quantization quantization, boolean trains) {
    this(ops, type, quantization, trains, false);
  }

  private WeightFactory(
      Ops ops, DType type, Quantization quantization, boolean trains, boolean hollow) {
    this.ops = ops;
    this.type = type;
    this.quantization = quantization;
    this.trains = trains;
    this.hollow = hollow;
  }

  /**
   * Makes tensors that have shapes alone, for frozen weights; nothing can be computed with them.
   */
  public static WeightFactory hollow(Ops ops) {
    return new WeightFactory(ops, DType.FP32, Quantization.NONE, false, true);
  }

  /** Names under which trained tensors are kept in files, from those in memory. */
  public void storedAs(UnaryOperator<String> names) {
    fileNames = names;
  }

  /** The parameters made so far, in the order in which they were made. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Elements of all weights made so far, adapters left out. */
  public long size() {
    return size;
  }

  /** A vector that is used in float (the gain of a norm). */
  public Weight vector(String name, float[] values) {
    return weight(name, values, DType.FP32, values.length);
  }

  /** A tensor of any shape that is used in float. */
  public Weight tensor(String name, float[] values, long... shape) {
    return weight(name, values, DType.FP32, shape);
  }

  /** A vector in the compute type (what a linear layer adds). */
  public Weight bias(String name, float[] values) {
    return weight(name, values, type, values.length);
  }

  /** The biases of stacked matrices as one vector; trained, each has its module's name. */
  public Weight biases(List<String> modules, List<float[]> values) {
    if (modules.size() == 1 || !trains) {
      int all = values.stream().mapToInt(v -> v.length).sum();
      float[] joined = new float[all];
      int at = 0;
      for (float[] part : values) {
        System.arraycopy(part, 0, joined, at, part.length);
        at += part.length;
      }
      return bias(modules.get(0) + ".bias", joined);
    }
    List<Parameter.Part> parts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < modules.size(); i++) {
      int n = values.get(i).length;
      parts.add(new Parameter.Part(fileNames.apply(modules.get(i) + ".bias"), at, new long[] {n}));
      at += n;
    }
    size += at;
    Parameter parameter = Parameter.of(ops, parts, floats(values, DType.FP32, at), type);
    parameters.add(parameter);
    return Weight.trained(modules.get(0) + ".bias", parameter);
  }

  /** A matrix in the compute type (an embedding, a head). */
  public Weight matrix(String name, float[] values, int columns) {
    return weight(name, values, type, values.length / columns, columns);
  }

  private Weight weight(String name, float[] values, DType used, long... shape) {
    size += values.length;
    if (!trains) {
      return Weight.frozen(name, floats(List.of(values), used, shape));
    }
    Parameter.Part part = new Parameter.Part(fileNames.apply(name), 0, shape);
    PtNDArray master = floats(List.of(values), DType.FP32, shape);
    Parameter parameter = Parameter.of(ops, List.of(part), master, used);
    parameters.add(parameter);
    return Weight.trained(name, parameter);
  }

  /** A bias that does not train, whatever the others do. */
  public Weight frozenBias(String name, float[] values) {
    return Weight.frozen(name, floats(List.of(values), type, values.length));
  }

  /**
   * A tensor that a method trains; it becomes one of {@link #parameters} when the method is on.
   *
   * @param used the type in which ops take it
   */
  public Parameter parameter(String name, float[] values, DType used, long... shape) {
    Parameter.Part part = new Parameter.Part(name, 0, shape);
    return Parameter.of(ops, List.of(part), floats(List.of(values), DType.FP32, shape), used);
  }

  /** A trained copy of a frozen layer's whole matrix, under the names of the model's file. */
  public Parameter own(Linear linear, float[] values) {
    long[] shape = {linear.rows(), linear.columns()};
    return Parameter.of(
        ops, linear.stored(fileNames), floats(List.of(values), DType.FP32, shape), type);
  }

  /** A trained copy of a frozen layer's bias, under the names of the model's file. */
  public Parameter ownBias(Linear linear, float[] values) {
    List<Parameter.Part> parts = new ArrayList<>();
    for (Linear.Part part : linear.parts()) {
      String name = fileNames.apply(part.name() + ".bias");
      parts.add(new Parameter.Part(name, part.firstRow(), new long[] {part.rows()}));
    }
    PtNDArray master = floats(List.of(values), DType.FP32, values.length);
    return Parameter.of(ops, parts, master, type);
  }

  /** A trained copy of another frozen weight, under its name in the model's file. */
  public Parameter own(Weight weight, float[] values) {
    return parameter(fileNames.apply(weight.name()), values, weight.type(), weight.shape());
  }

  /** A tensor that nothing changes, float. */
  public PtNDArray constant(float[] values, long... shape) {
    return floats(List.of(values), DType.FP32, shape);
  }

  /** Numbers that nothing changes. */
  public PtNDArray constant(long[] values) {
    return (PtNDArray) manager().create(values);
  }

  /**
   * Matrices of the same input, stacked.
   *
   * @param modules their modules' names; the tensors' names are these with ".weight"
   * @param matrices row-major values
   * @param columns inputs
   */
  public Linear linear(List<String> modules, List<float[]> matrices, int columns) {
    return linear(modules, matrices, columns, Optional.empty());
  }

  /**
   * Matrices of the same input, stacked, with a bias over all of their rows.
   *
   * @param bias a {@link #bias} of as many values as the matrices have rows
   */
  public Linear linear(
      List<String> modules, List<float[]> matrices, int columns, Optional<Weight> bias) {
    List<Linear.Part> parts = new ArrayList<>();
    List<Parameter.Part> tensors = new ArrayList<>();
    int rows = 0;
    for (int i = 0; i < modules.size(); i++) {
      int out = matrices.get(i).length / columns;
      parts.add(new Linear.Part(modules.get(i), rows, out));
      tensors.add(
          new Parameter.Part(
              fileNames.apply(modules.get(i) + ".weight"),
              rows * columns,
              new long[] {out, columns}));
      rows += out;
    }
    size += (long) rows * columns;
    if (trains) {
      PtNDArray master = floats(matrices, DType.FP32, rows, columns);
      Parameter parameter = Parameter.of(ops, tensors, master, type);
      parameters.add(parameter);
      return new Linear(parts, rows, columns, parameter, bias);
    }
    refuseOddSizes(modules, matrices);
    PtNDArray[] weight =
        quantization == Quantization.NONE
            ? new PtNDArray[] {floats(matrices, type, rows, columns)}
            : packed(matrices, rows * columns / 2);
    return new Linear(parts, rows, columns, weight, bias);
  }

  /**
   * One module that the model's files hold as several matrices.
   *
   * @param files their modules' names in the file
   */
  public Linear named(String module, List<String> files, List<float[]> matrices, int columns) {
    Linear stacked = linear(files, matrices, columns);
    return stacked.as(List.of(new Linear.Part(module, 0, stacked.rows())));
  }

  /** A vector in float that no training changes. */
  public Weight buffer(String name, float[] values) {
    return Weight.frozen(name, floats(List.of(values), DType.FP32, values.length));
  }

  /** Blocks of 64 values lie one after another over all rows of a matrix. */
  private void refuseOddSizes(List<String> modules, List<float[]> matrices) {
    for (int i = 0; i < modules.size(); i++) {
      int values = matrices.get(i).length;
      if (quantization != Quantization.NONE && values % BlockCode.BLOCK != 0) {
        throw UserError.of(
            "The layer %s has %d weights, which NF4's blocks of %d do not divide"
                .formatted(modules.get(i), values, BlockCode.BLOCK),
            "set model.quantization.type to none");
      }
    }
  }

  /**
   * A layer whose matrix the model's file holds as [columns, rows].
   *
   * @param values as the file holds them
   */
  public Linear transposed(String module, float[] values, int columns, Optional<Weight> bias) {
    int rows = values.length / columns;
    float[] turned = Parameter.transposed(values, columns, rows);
    if (!trains) {
      return linear(List.of(module), List.of(turned), columns, bias).turned();
    }
    size += values.length;
    Parameter.Part part =
        new Parameter.Part(
            fileNames.apply(module + ".weight"), 0, new long[] {columns, rows}, true);
    PtNDArray master = floats(List.of(turned), DType.FP32, rows, columns);
    Parameter parameter = Parameter.of(ops, List.of(part), master, type);
    parameters.add(parameter);
    List<Linear.Part> parts = List.of(new Linear.Part(module, 0, rows));
    return new Linear(parts, rows, columns, parameter, bias).turned();
  }

  private PtNDArray[] packed(List<float[]> matrices, int bytes) {
    PtNDArray codes = empty(DataType.UINT8, bytes);
    List<PtNDArray> scales = new ArrayList<>();
    int at = 0;
    for (float[] matrix : matrices) {
      BlockCode.Blocks rounded = BlockCode.NF4.quantise(matrix, BlockCode.BLOCK);
      byte[] packed = BlockCode.pack(rounded.codes());
      writeBytes(codes, packed, at);
      at += packed.length;
      if (quantization == Quantization.NF4) {
        scales.add(floats(List.of(rounded.maxima()), DType.FP32, rounded.maxima().length));
        PtNDArray unused = floats(List.of(new float[] {1}), DType.FP32, 1);
        scales.add(unused);
        scales.add(unused);
      } else {
        BlockCode.Nested nested = BlockCode.Nested.of(rounded.maxima());
        PtNDArray nestedCodes = empty(DataType.UINT8, nested.codes().length);
        writeBytes(nestedCodes, nested.codes(), 0);
        scales.add(nestedCodes);
        scales.add(floats(List.of(nested.maxima()), DType.FP32, nested.maxima().length));
        scales.add(floats(List.of(new float[] {nested.offset()}), DType.FP32, 1));
      }
    }
    return ops.packed(codes, scales, type);
  }

  /**
   * LoRA's factors for some of the matrices in a layer; its parameters become {@link #parameters}
   * when the method is on.
   */
  public LowRank lowRank(Linear linear, List<Factors> targets, LowRank.Scaling scaling) {
    int rank = targets.get(0).a().length / linear.columns();
    List<Parameter.Part> as = new ArrayList<>();
    List<Parameter.Part> bs = new ArrayList<>();
    List<Parameter.Part> es = new ArrayList<>();
    List<Long> cuts = new ArrayList<>();
    int atB = 0;
    for (Factors target : targets) {
      int before = as.size() * rank;
      long out = target.part().rows();
      long[] shapeA = {rank, linear.columns()};
      as.add(new Parameter.Part(target.nameA(), before * linear.columns(), shapeA));
      bs.add(new Parameter.Part(target.nameB(), atB, new long[] {out, rank}));
      target
          .gains()
          .ifPresent(g -> es.add(new Parameter.Part(g.name(), before, new long[] {rank, 1})));
      cuts.add((long) target.part().firstRow());
      cuts.add(out);
      atB += target.b().length;
    }
    Parameter a = stacked(as, targets.stream().map(Factors::a).toList(), linear.columns(), type);
    // B is spread out for products
    Parameter b = stacked(bs, targets.stream().map(Factors::b).toList(), rank, DType.FP32);
    List<float[]> gains = targets.stream().flatMap(t -> t.gains().stream()).map(Gains::e).toList();
    Optional<Parameter> e =
        gains.isEmpty() ? Optional.empty() : Optional.of(stacked(es, gains, 1, DType.FP32));
    long[] cutArray = cuts.stream().mapToLong(Long::longValue).toArray();
    return new LowRank(ops, a, b, e, cutArray, linear.rows(), type, scaling);
  }

  private Parameter stacked(
      List<Parameter.Part> parts, List<float[]> values, int columns, DType used) {
    long all = values.stream().mapToLong(v -> v.length).sum();
    return Parameter.of(ops, parts, floats(values, DType.FP32, all / columns, columns), used);
  }

  /**
   * LoRA's factors for one matrix.
   *
   * @param part the matrix
   * @param nameA PEFT's name of a [r, in]
   * @param nameB PEFT's name of b [out, r]
   * @param gains of the rows of a; of all matrices of a layer or of none
   */
  public record Factors(
      Linear.Part part, String nameA, String nameB, float[] a, float[] b, Optional<Gains> gains) {
    /** Factors without gains. */
    public Factors(Linear.Part part, String nameA, String nameB, float[] a, float[] b) {
      this(part, nameA, nameB, a, b, Optional.empty());
    }
  }

  /**
   * Gains of a factor's rows.
   *
   * @param name PEFT's name of e [r, 1]
   */
  public record Gains(String name, float[] e) {}

  private PtNDArray empty(DataType dataType, long... shape) {
    return manager().create(new Shape(shape), dataType);
  }

  private PtNDManager manager() {
    return ops.torch().manager();
  }

  /** One tensor out of arrays that follow one another. */
  private PtNDArray floats(List<float[]> arrays, DType used, long... shape) {
    if (hollow) {
      return ops.hollow(manager(), shape);
    }
    PtNDArray target = ops.empty(manager(), used, shape);
    int at = 0;
    for (float[] array : arrays) {
      for (int i = 0; i < array.length; i += PIECE) {
        int count = Math.min(PIECE, array.length - i);
        staging.clear();
        staging.asFloatBuffer().put(array, i, count);
        try (PtNDArray piece = Torch.over(manager(), staging, DataType.FLOAT32, count)) {
          ops.write(target, piece, at);
        }
        at += count;
      }
    }
    return target;
  }

  private void writeBytes(PtNDArray target, byte[] bytes, int first) {
    for (int i = 0; i < bytes.length; i += PIECE) {
      int count = Math.min(PIECE, bytes.length - i);
      staging.clear().put(bytes, i, count).clear();
      try (PtNDArray piece = Torch.over(manager(), staging, DataType.UINT8, count)) {
        ops.write(target, piece, first + i);
      }
    }
  }
}
