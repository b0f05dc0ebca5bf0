package org.sluice.engine.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Optional;

/**
 * A tensor that training changes: its master in float, its gradient in float, and the copy in the
 * compute type that products use. It may stack several of a model's tensors by rows.
 */
public final class Parameter implements AutoCloseable {
  /**
   * One of the model's tensors within the parameter.
   *
   * @param name as transformers or PEFT names it
   * @param first its first element
   * @param shape its shape
   * @param transposed whether the parameter holds it with rows and columns exchanged
   */
  public record Part(String name, int first, long[] shape, boolean transposed) {
    /** A part that lies as its shape says. */
    public Part(String name, int first, long[] shape) {
      this(name, first, shape, false);
    }

    /** Elements. */
    public int size() {
      return Math.toIntExact(new Shape(shape).size());
    }
  }

  private final Ops ops;
  private final List<Part> parts;
  private final PtNDArray master;
  private final PtNDArray gradient;
  private final Optional<PtNDArray> compute;
  private boolean reached = true;
  private boolean doubtful;

  private Parameter(Ops ops, List<Part> parts, PtNDArray master, Optional<PtNDArray> compute) {
    this.ops = ops;
    this.parts = List.copyOf(parts);
    this.master = master;
    this.compute = compute;
    gradient = (PtNDArray) master.zerosLike();
    gradient.attach(ops.torch().manager());
  }

  /**
   * A parameter that products use in {@code type}.
   *
   * @param start float values, row-major; owned by the parameter from here on
   */
  static Parameter of(Ops ops, List<Part> parts, PtNDArray start, DType type) {
    Optional<PtNDArray> compute =
        type == DType.FP32
            ? Optional.empty()
            : Optional.of(ops.cast(ops.torch().manager(), start, type));
    return new Parameter(ops, parts, start, compute);
  }

  /** The model's tensors of which it is made. */
  public List<Part> parts() {
    return parts;
  }

  /** Says that nothing may ever give it a gradient: a module that the model does not call. */
  void mayBeIdle() {
    reached = false;
    doubtful = true;
  }

  /** Whether {@link #reached} is in doubt, which is the same on every rank. */
  public boolean mayBeIdleForever() {
    return doubtful;
  }

  /** Says that it has had a gradient. */
  void reach() {
    reached = true;
  }

  /** Whether it has had a gradient; where that was never in doubt, true from the start. */
  public boolean reached() {
    return reached;
  }

  /** The values that the optimiser changes, float. */
  public PtNDArray master() {
    return master;
  }

  /** Sum of the gradients since they were last set to zero, float. */
  public PtNDArray gradient() {
    return gradient;
  }

  /** The values that products use. */
  public PtNDArray compute() {
    return compute.orElse(master);
  }

  /** The copy in the compute type, where it is another tensor than the master. */
  Optional<PtNDArray> copy() {
    return compute;
  }

  /** Elements. */
  public long size() {
    return master.size();
  }

  /** The values of one part. */
  public float[] read(Part part) {
    return slice(master, part);
  }

  /** The part of any tensor that has this parameter's shape (optimiser state). */
  public float[] slice(PtNDArray tensor, Part part) {
    try (PtNDArray flat = (PtNDArray) tensor.reshape(tensor.size());
        PtNDArray piece = (PtNDArray) flat.get(part.first() + ":" + (part.first() + part.size()))) {
      float[] values = piece.toFloatArray();
      return part.transposed()
          ? transposed(values, (int) part.shape()[1], (int) part.shape()[0])
          : values;
    }
  }

  /** A matrix [rows, columns] as [columns, rows]. */
  public static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = values[i * columns + j];
      }
    }
    return turned;
  }

  /** Writes one part of any tensor that has this parameter's shape. */
  public void write(PtNDArray tensor, Part part, float[] values) {
    float[] held =
        part.transposed()
            ? transposed(values, (int) part.shape()[0], (int) part.shape()[1])
            : values;
    try (PtNDArray source = (PtNDArray) tensor.getManager().create(held, new Shape(held.length))) {
      ops.write(tensor, source, part.first());
    }
  }

  @Override
  public void close() {
    master.close();
    gradient.close();
    compute.ifPresent(PtNDArray::close);
  }

  /** Float zeros in this parameter's shape, for optimiser state. */
  public PtNDArray zeros() {
    return (PtNDArray) ops.torch().manager().zeros(master.getShape(), DataType.FLOAT32);
  }
}
