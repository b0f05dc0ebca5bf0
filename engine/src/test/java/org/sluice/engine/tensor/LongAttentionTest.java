package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long sequences go to the flash kernel, a bias by distance as its mask. */
class LongAttentionTest {
  private static final int TOKENS = 300;
  private static final int REACH = 310;
  private static final int HEADS = 4;
  private static final int WIDTH = 3;

  /** A limit of the scores so far off that it changes nothing; with it the kernel is not taken. */
  private static final double FAR = 1e4;

  private final Random random = new Random(3);

  private PtNDArray tensor(Torch torch, int rows, int columns) {
    double[] values = random.doubles((long) rows * columns, -2, 2).toArray();
    return (PtNDArray) torch.manager().create(values, new Shape(rows, columns));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void plainScoresToo(long causal) {
    try (Torch torch = Torch.onCpu(1)) {
      PtNDArray[] in = {
        tensor(torch, TOKENS, HEADS * WIDTH),
        tensor(torch, TOKENS, 2 * WIDTH),
        tensor(torch, TOKENS, 2 * WIDTH)
      };
      PtNDArray[] dy = {tensor(torch, TOKENS, HEADS * WIDTH)};
      long[] spans = {0, TOKENS, 0, TOKENS, 0, TOKENS};
      long[] shape = {HEADS, 2, 0, causal, 0, 0, 0};
      PtNDArray[] quick = torch.call(torch.manager(), "attend_f", in, spans, shape, 0.6, 0.0);
      PtNDArray[] slow = torch.call(torch.manager(), "attend_f", in, spans, shape, 0.6, FAR);
      assertThat(quick).hasSize(3);
      same(quick[0], slow[0]);
      PtNDArray[] saved = {quick[1], quick[2]};
      PtNDArray[] fast = back(torch, dy, in, saved, 7, spans, shape, 0.0);
      PtNDArray[] pieces = back(torch, dy, in, new PtNDArray[0], 7, spans, shape, FAR);
      for (int i = 0; i < 3; i++) {
        same(fast[i], pieces[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void flashKernelGivesWhatPiecesGive(long causal) {
    try (Torch torch = Torch.onCpu(1)) {
      PtNDArray[] in = {
        tensor(torch, TOKENS, HEADS * WIDTH),
        tensor(torch, TOKENS, 2 * WIDTH),
        tensor(torch, TOKENS, 2 * WIDTH),
        tensor(torch, HEADS, 2 * REACH - 1)
      };
      PtNDArray[] dy = {tensor(torch, TOKENS, HEADS * WIDTH)};
      long[] spans = {0, TOKENS, 0, TOKENS, 0, TOKENS};
      long[] shape = {HEADS, 2, 0, causal, 1, 0, 0};
      PtNDArray[] quick = torch.call(torch.manager(), "attend_f", in, spans, shape, 0.6, 0.0);
      PtNDArray[] slow = torch.call(torch.manager(), "attend_f", in, spans, shape, 0.6, FAR);
      assertThat(quick).hasSize(3);
      assertThat(slow).hasSize(1);
      same(quick[0], slow[0]);
      PtNDArray[] saved = {quick[1], quick[2]};
      PtNDArray[] fast = back(torch, dy, in, saved, 7, spans, shape, 0.0);
      PtNDArray[] pieces = back(torch, dy, in, new PtNDArray[0], 15, spans, shape, FAR);
      // where the bias trains the kernel cannot help
      PtNDArray[] mixed = back(torch, dy, in, saved, 15, spans, shape, 0.0);
      for (int i = 0; i < 4; i++) {
        if (i < 3) {
          same(fast[i], pieces[i]);
        }
        same(mixed[i], pieces[i]);
      }
    }
  }

  private static PtNDArray[] back(
      Torch torch,
      PtNDArray[] dy,
      PtNDArray[] in,
      PtNDArray[] saved,
      long need,
      long[] spans,
      long[] shape,
      double cap) {
    return torch.call(torch.manager(), "attend_b", dy, in, saved, need, spans, shape, 0.6, cap);
  }

  private static void same(PtNDArray one, PtNDArray other) {
    assertThat(one.toDoubleArray()).containsExactly(other.toDoubleArray(), within(1e-5));
  }
}
