package org.sluice.jobs.tokenize;

import java.util.Arrays;
import java.util.List;
import org.sluice.engine.tokenizer.Encoded;
import org.sluice.engine.tokenizer.Tokenizer;

/** Examples to tokens with labels. */
final class Encoder {
  private final Tokenizer tokenizer;
  private final int endOfText;
  private final boolean trainAll;

  Encoder(Tokenizer tokenizer, int endOfText, boolean trainAll) {
    this.tokenizer = tokenizer;
    this.endOfText = endOfText;
    this.trainAll = trainAll;
  }

  /**
   * A prompt and its answer, each split by itself, so that the answer has the same tokens whatever
   * stands before it. The end of text follows and is always to be learnt.
   */
  Sample open(String id, String prompt, String answer) {
    int[] before = withoutEnd(tokenizer.ids(prompt, true));
    Sample learnt = Sample.pair(id, before, withEnd(tokenizer.ids(answer, false)));
    return trainAll ? new Sample(id, learnt.inputIds(), learnt.inputIds()) : learnt;
  }

  /**
   * A prompt for an encoder and the answer of a decoder, each as the tokenizer begins and ends a
   * text of its own.
   */
  Sample encoded(String id, String prompt, String answer) {
    int[] target = withoutEnd(tokenizer.ids(answer, true));
    return Sample.pair(id, tokenizer.ids(prompt, true), withEnd(target));
  }

  /**
   * A rendered conversation, which holds its own special tokens.
   *
   * @param trained starts and ends by turns, in code points; a token is learnt that begins in one
   */
  Sample closed(String id, String text, List<Integer> trained) {
    Encoded encoded = tokenizer.encode(text, false);
    int[] ids = encoded.ids();
    int[] labels = ids.clone();
    for (int i = 0; i < ids.length && !trainAll; i++) {
      if (!isTrained(encoded.starts()[i], trained)) {
        labels[i] = Sample.IGNORED;
      }
    }
    return new Sample(id, ids, labels);
  }

  /** Plain text, all of which is learnt, with the end of text. */
  Sample plain(String id, String text) {
    int[] ids = withEnd(withoutEnd(tokenizer.ids(text, true)));
    return new Sample(id, ids, ids);
  }

  private int[] withEnd(int[] ids) {
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = endOfText;
    return ended;
  }

  private static boolean isTrained(int start, List<Integer> trained) {
    for (int i = 0; i < trained.size(); i += 2) {
      if (start >= trained.get(i) && start < trained.get(i + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Some tokenizers end every text themselves; here an answer has to follow. */
  private int[] withoutEnd(int[] ids) {
    boolean ends = ids.length > 0 && ids[ids.length - 1] == endOfText;
    return ends ? Arrays.copyOf(ids, ids.length - 1) : ids;
  }
}
