package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * y = x Wᵀ + bias, where W is one matrix or several of the same input, stacked by rows so that they
 * cost one product. W is frozen in 4 bits, frozen as it is, or trained; a frozen one may have a
 * low-rank addition.
 */
public final class Linear {
  /**
   * One of the stacked matrices.
   *
   * @param name the module's name, as transformers has it: model.layers.0.self_attn.q_proj
   * @param firstRow its first row within the stack
   * @param rows its rows, the module's outputs
   */
  public record Part(String name, int firstRow, int rows) {}

  private static final PtNDArray[] NONE = {};

  /** Rows up to which a product gains by the matrix's other order; see {@link Reordered}. */
  private static final long FEW = 256;

  /** Before it a packed form has codes and two tables; see {@link Ops#packed}. */
  private static final int FIRST_SCALE = 3;

  private final List<Part> parts;
  private final int rows;
  private final int columns;
  private final PtNDArray[] base;
  private final Changes changes = new Changes();
  private Optional<Parameter> parameter;
  private Optional<Weight> bias;
  private Optional<LowRank> lowRank = Optional.empty();
  private Optional<PtNDArray[]> merged = Optional.empty();
  private Optional<PtNDArray[]> unpacked = Optional.empty();
  private Optional<Order> order = Optional.empty();
  private List<Part> stored;
  private boolean turned;

  /** A frozen matrix; {@code weight} in one of the forms that Ops knows. */
  Linear(List<Part> parts, int rows, int columns, PtNDArray[] weight, Optional<Weight> bias) {
    this(parts, rows, columns, weight, Optional.empty(), bias);
  }

  /** A trained matrix. */
  Linear(List<Part> parts, int rows, int columns, Parameter parameter, Optional<Weight> bias) {
    this(parts, rows, columns, new PtNDArray[] {parameter.compute()}, Optional.of(parameter), bias);
  }

  private Linear(
      List<Part> parts,
      int rows,
      int columns,
      PtNDArray[] weight,
      Optional<Parameter> parameter,
      Optional<Weight> bias) {
    this.parts = List.copyOf(parts);
    stored = this.parts;
    this.rows = rows;
    this.columns = columns;
    base = weight;
    this.parameter = parameter;
    this.bias = bias;
  }

  /**
   * A layer on a matrix that is kept as it is: an output layer, its own or the embedding.
   *
   * @param name the module's name: lm_head
   * @param matrix [rows, columns]
   */
  public static Linear over(String name, Weight matrix, Optional<Weight> bias) {
    long[] shape = matrix.value().getShape().getShape();
    int rows = (int) shape[0];
    List<Part> parts = List.of(new Part(name, 0, rows));
    PtNDArray[] weight = {matrix.value()};
    return new Linear(parts, rows, (int) shape[1], weight, matrix.parameter(), bias);
  }

  /** The same layer under other names. */
  Linear as(List<Part> names) {
    Linear other = new Linear(names, rows, columns, base, parameter, bias);
    other.stored = stored;
    return other;
  }

  /** Marks that the model's file holds the matrix as [columns, rows]. */
  Linear turned() {
    turned = true;
    return this;
  }

  /** Whether the model's file holds the matrix as [columns, rows]. */
  public boolean isTurned() {
    return turned;
  }

  /** The matrix as the model's file has it: tensors by their modules' names. */
  List<Parameter.Part> stored(UnaryOperator<String> fileNames) {
    List<Parameter.Part> tensors = new ArrayList<>();
    for (Part part : stored) {
      long[] shape = turned ? new long[] {columns, part.rows()} : new long[] {part.rows(), columns};
      String name = fileNames.apply(part.name() + ".weight");
      tensors.add(new Parameter.Part(name, part.firstRow() * columns, shape, turned));
    }
    return tensors;
  }

  /** What is added to each row of the product, over the whole stack. */
  public Optional<Weight> bias() {
    return bias;
  }

  /** Gives the layer a bias, or takes it away. */
  public void bias(Optional<Weight> other) {
    bias = other;
  }

  /** What methods make of the matrix, by rows of the stack. */
  public Changes changes() {
    return changes;
  }

  /** Trains a copy in place of the base's values, until {@link #freeze}. */
  public void thaw(Parameter copy) {
    parameter = Optional.of(copy);
  }

  /** Goes back to the base's values. */
  public void freeze() {
    parameter = Optional.empty();
  }

  /** Puts what methods make of the matrix in its place, in the compute type. */
  public void merge(Ops ops, DType type) {
    if (!changes.isEmpty() || lowRank.isPresent()) {
      PtNDArray all = new ChangedLinear(ops, this, type).merged(ops.torch().manager());
      merged = Optional.of(new PtNDArray[] {all});
    }
    bias.ifPresent(b -> b.merge(ops));
  }

  /** Takes it out again. */
  public void unmerge() {
    merged.ifPresent(values -> values[0].close());
    merged = Optional.empty();
    bias.ifPresent(Weight::unmerge);
  }

  /** Whether it multiplies with this very weight: an output layer that is the embedding. */
  @SuppressWarnings("ReferenceEquality") // the same tensor, not one of equal values
  public boolean isOver(Weight weight) {
    return base[0] == weight.base();
  }

  /** Whether a method makes something else of the matrix. */
  boolean changed() {
    return merged.isEmpty() && !changes.isEmpty();
  }

  public List<Part> parts() {
    return parts;
  }

  /** Outputs. */
  public int rows() {
    return rows;
  }

  /** Inputs. */
  public int columns() {
    return columns;
  }

  /** Adds a low-rank addition, or replaces it. */
  public void attach(LowRank addition) {
    lowRank = Optional.of(addition);
  }

  /** Takes the low-rank addition away. */
  public void detach() {
    lowRank = Optional.empty();
  }

  public Optional<LowRank> lowRank() {
    return merged.isPresent() ? Optional.empty() : lowRank;
  }

  /** Brings what products use up to date with the low-rank addition's parameters. */
  public void refresh() {
    lowRank.ifPresent(LowRank::refresh);
  }

  /** Whether the matrix is kept packed. */
  public boolean packed() {
    return weight().length > 1;
  }

  /** Takes this for the packed matrix, its values unpacked, until {@link #repack}. */
  void unpack(PtNDArray dense) {
    unpacked = Optional.of(new PtNDArray[] {dense});
  }

  /** Goes back to the packed matrix. */
  void repack() {
    unpacked = Optional.empty();
  }

  PtNDArray[] weight() {
    return merged
        .or(() -> parameter.map(p -> new PtNDArray[] {p.compute()}))
        .or(() -> unpacked)
        .orElse(base);
  }

  /** A matrix and the same in another order. */
  private record Order(PtNDArray of, PtNDArray form) {}

  /** Whether the matrix may be kept in another order beside it: it is plain and does not change. */
  boolean reorderable() {
    return !packed() && parameter.isEmpty() && !changed();
  }

  /** Takes this for the matrix in products of few rows, as long as the matrix is the same. */
  void reorder(PtNDArray form) {
    order = Optional.of(new Order(weight()[0], form));
  }

  void forgetOrder() {
    order = Optional.empty();
  }

  @SuppressWarnings("ReferenceEquality") // the same tensor, not one of equal values
  boolean isReordered() {
    PtNDArray[] now = weight();
    return now.length == 1 && order.map(o -> o.of == now[0]).orElse(false);
  }

  /** The matrix in the order in which products of so many rows are faster, where there is one. */
  Optional<PtNDArray> quick(long rowsOfInput) {
    boolean few = rowsOfInput > 1 && rowsOfInput <= FEW;
    return few && isReordered() ? order.map(Order::form) : Optional.empty();
  }

  /** The matrix, behind it the form in which a product of so many rows is faster, if it has one. */
  PtNDArray[] weight(long rowsOfInput) {
    PtNDArray[] plain = weight();
    return quick(rowsOfInput).map(form -> new PtNDArray[] {plain[0], form}).orElse(plain);
  }

  /**
   * Bytes of the frozen matrix as it is kept, quantisation's own tables left out, which all layers
   * share.
   */
  public long bytes() {
    Stream<PtNDArray> own =
        base.length == 1 ? Stream.of(base) : Stream.concat(Stream.of(base[0]), scales());
    return own.mapToLong(part -> part.size() * part.getDataType().getNumOfBytes()).sum();
  }

  private Stream<PtNDArray> scales() {
    return Arrays.stream(base).skip(FIRST_SCALE);
  }

  /** Whether the product is more than that with one matrix. */
  boolean adapted() {
    return changed() || lowRank().isPresent() || bias.map(Weight::changed).orElse(false);
  }

  /** Whether it drops elements in training. */
  boolean drops() {
    return changes.drops() || lowRank.map(low -> low.dropout() > 0).orElse(false);
  }

  boolean trains() {
    return parameter.isPresent()
        || lowRank.isPresent()
        || bias.map(b -> b.trains() || b.changed()).orElse(false);
  }

  PtNDArray[] factors() {
    return lowRank.map(LowRank::factors).orElse(NONE);
  }

  PtNDArray[] gradients() {
    return lowRank
        .map(LowRank::gradients)
        .or(() -> parameter.map(p -> new PtNDArray[] {p.gradient()}))
        .orElse(NONE);
  }

  /** None, or the gradient of the bias. */
  PtNDArray[] biasGradients() {
    return bias.map(Weight::gradients).orElse(NONE);
  }

  /** None, or the values of the bias. */
  PtNDArray[] biasValues() {
    return bias.map(b -> new PtNDArray[] {b.value()}).orElse(NONE);
  }
}
