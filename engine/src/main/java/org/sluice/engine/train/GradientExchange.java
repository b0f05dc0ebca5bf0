package org.sluice.engine.train;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Torch;

/** Sums gradients over the ranks, in pieces through one buffer that libtorch and Java both see. */
final class GradientExchange implements AutoCloseable {
  /** Floats that go over at once. */
  private static final int PIECE = 1 << 22;

  private final Model model;
  private final Collective collective;
  private final PtNDArray[] gradients;
  private final long size;
  private final ByteBuffer buffer;

  GradientExchange(Model model, Collective collective, PtNDArray[] gradients) {
    this.model = model;
    this.collective = collective;
    this.gradients = gradients;
    size = Arrays.stream(gradients).mapToLong(PtNDArray::size).sum();
    int floats = collective.worldSize() > 1 ? (int) Math.min(PIECE, size) : 0;
    buffer = ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder());
  }

  /** Replaces the gradients by their sums. */
  void sum() {
    if (collective.worldSize() == 1) {
      return;
    }
    for (long start = 0; start < size; start += PIECE) {
      int count = (int) Math.min(PIECE, size - start);
      buffer.clear().limit(4 * count);
      try (PtNDArray flat = Torch.over(model.torch().manager(), buffer, DataType.FLOAT32, count)) {
        model.ops().optimiser().gather(flat, gradients, start);
        collective.sum(buffer);
        model.ops().optimiser().scatter(flat, gradients, start);
      }
    }
  }

  @Override
  public void close() {
    buffer.clear();
  }
}
