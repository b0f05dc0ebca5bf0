package org.sluice.engine.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sluice.engine.generate.Generated.Finish;
import org.sluice.engine.tokenizer.Tokenizer;

/** An answer while it grows. */
final class Answer {
  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;
  private final List<String> stop;
  private final int[] ids;
  private final int longestStop;
  private int count;
  private int passedOn;
  private String text = "";
  private Finish finish;

  Answer(Tokenizer tokenizer, Set<Integer> endTokens, List<String> stop, int most) {
    this.tokenizer = tokenizer;
    this.endTokens = endTokens;
    this.stop = stop;
    this.ids = new int[most];
    this.longestStop = stop.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Adds a token; false when it was the last one. */
  boolean add(int token, boolean readsText) {
    if (endTokens.contains(token)) {
      finish = Finish.END_OF_TEXT;
      return false;
    }
    ids[count++] = token;
    if (readsText || !stop.isEmpty()) {
      text = tokenizer.decode(Arrays.copyOf(ids, count), true);
      int end = stop.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
      if (end >= 0) {
        text = text.substring(0, end);
        finish = Finish.STOP_TEXT;
        return false;
      }
    }
    if (count == ids.length) {
      finish = Finish.LENGTH;
      return false;
    }
    return true;
  }

  /** Tokens that may still come. */
  int room() {
    return ids.length - count;
  }

  /**
   * What can be shown since the last call. Until the end, what could still become a stop text or
   * the rest of a character is held back.
   */
  String fresh() {
    int end = text.length();
    if (finish == null) {
      end = Math.max(passedOn, end - Math.max(0, longestStop - 1));
      while (end > passedOn && text.charAt(end - 1) == '\ufffd') {
        end--;
      }
    }
    String fresh = text.substring(Math.min(passedOn, end), end);
    passedOn = Math.max(passedOn, end);
    return fresh;
  }

  Generated done() {
    int[] tokens = Arrays.copyOf(ids, count);
    boolean cut = finish == Finish.STOP_TEXT;
    return new Generated(tokens, cut ? text : tokenizer.decode(tokens, true), finish);
  }
}
