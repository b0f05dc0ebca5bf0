package org.sluice.engine.tensor;

import java.util.List;

/** Ops of methods that put something in front of a text; prompts.py. */
public final class PromptOps {
  private PromptOps() {}

  /**
   * gate softmax(q kᵀ / sqrt(dim)) v over a few keys that every position sees. q [n, heads dim], k
   * and v [m, key heads dim], gate [1] f: [n, heads dim].
   */
  public static Var attend(Tape tape, Var q, Var k, Var v, Var gate, int heads) {
    return TextOp.apply(
        tape, "prompt_attention", TextOp.Keeps.INPUTS, List.of(q, k, v, gate), heads);
  }
}
