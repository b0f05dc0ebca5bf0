package org.sluice.engine.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.adapter.TrainingHook;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.train.Batch;
import org.sluice.engine.train.Row;
import org.sluice.engine.train.Trainer;

/** A language model on a golden batch: rows without padding, one after another. */
final class CausalSubject extends TrainedSubject {
  private final CausalModel model;
  private final Optional<TrainingHook> hook;
  private final GoldenBatch golden;
  private final List<Row> rows;
  private final Batch batch;

  CausalSubject(CausalModel model, Optional<TrainingHook> hook, GoldenBatch golden) {
    super(model, hook);
    this.model = model;
    this.hook = hook;
    this.golden = golden;
    rows = golden.causalRows();
    batch = Batch.of(rows, model.virtualTokens() > 0);
  }

  @Override
  public Map<String, float[]> outputs() {
    float[][] logits;
    try (Tape tape = model.inferenceTape()) {
      Var states = model.states(tape, batch.ids(), batch.packing(), (number, state) -> {});
      logits = model.logits(tape, states);
    }
    int vocabulary = logits[0].length;
    boolean[] real = golden.real(model.virtualTokens());
    float[] padded = new float[real.length * vocabulary];
    int each = real.length / rows.size();
    int at = 0;
    for (int i = 0; i < real.length; i++) {
      if (real[i]) {
        System.arraycopy(logits[at], 0, padded, i * vocabulary, vocabulary);
      }
      at += real[i] || rows.get(i / each).padding() > 0 ? 1 : 0;
    }
    Map<String, float[]> outputs = new LinkedHashMap<>();
    outputs.put("logits", padded);
    return outputs;
  }

  @Override
  public double loss() {
    try (Tape tape = model.inferenceTape()) {
      Var hidden = model.hidden(tape, batch.ids(), batch.packing(), batch.wanted());
      return model.crossEntropy(tape, hidden, batch.targets()) / batch.targets().length
          + hook.map(TrainingHook::penalty).orElse(0.0);
    }
  }

  @Override
  public long[] generate(int tokens) {
    List<int[]> prompts = golden.prompts();
    int longest = prompts.stream().mapToInt(p -> p.length).max().orElse(1);
    long[] answers = new long[prompts.size() * tokens];
    try (KvCache cache = model.cache(longest + tokens)) {
      int[] next = cache.prefill(prompts, model::greedy);
      for (int i = 0; i < tokens; i++) {
        for (int row = 0; row < next.length; row++) {
          answers[row * tokens + i] = next[row];
        }
        next = i + 1 < tokens ? cache.step(next, model::greedy) : next;
      }
    }
    return answers;
  }

  @Override
  Trainer.Sums accumulate(Trainer trainer) {
    return trainer.accumulate(List.of(rows));
  }
}
