package org.sluice.engine.generate;

import java.util.function.Consumer;

/** A row of a batch while its answer grows. */
final class GrowingRow {
  private final Answer answer;
  private final Sampler sampler;
  private final PromptLookup lookup;
  private int[] reads = new int[1];
  private int last;

  /** Chooses tokens for the positions of a step. */
  interface Choice {
    int at(int position, Sampler sampler);
  }

  GrowingRow(Answer answer, Sampler sampler, PromptLookup lookup) {
    this.answer = answer;
    this.sampler = sampler;
    this.lookup = lookup;
  }

  /**
   * A draft of what comes behind the last token, maybe empty.
   *
   * @param rows rows of the step
   * @param room tokens that the row's cache can take
   */
  int[] draft(int rows, int room) {
    return lookup.draft(rows, Math.min(room, answer.room()) - 1);
  }

  /** What the model reads next: the last token, behind it a draft. */
  int[] next(int[] draft) {
    reads = new int[1 + draft.length];
    reads[0] = last;
    System.arraycopy(draft, 0, reads, 1, draft.length);
    return reads;
  }

  /**
   * Takes the tokens that are chosen behind what was read, for as long as the draft foretold them:
   * each is chosen as it would be without a draft.
   *
   * @param first the step's position of the row's first token
   * @return how many of the tokens that were read are part of the text; 0 when the answer has ended
   */
  int take(Choice choice, int first, boolean readsText) {
    int sure = 0;
    do {
      last = choice.at(first + sure, sampler);
      sure++;
      if (!answer.add(last, readsText)) {
        return 0;
      }
      lookup.add(last);
    } while (sure < reads.length && reads[sure] == last);
    return sure;
  }

  /** How many tokens the row read last. */
  int reads() {
    return reads.length;
  }

  void show(Consumer<String> pieces) {
    String fresh = answer.fresh();
    if (!fresh.isEmpty()) {
      pieces.accept(fresh);
    }
  }

  Generated done() {
    return answer.done();
  }
}
