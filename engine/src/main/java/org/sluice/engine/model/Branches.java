package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sluice.base.Check;
import org.sluice.engine.tensor.Packing;

/**
 * Prompts with several continuations each, to be read in one pass: what all prompts begin with lies
 * there once, then each prompt's rest with its continuations behind it, which do not see each
 * other. No position looks ahead, so every state is what it would be in a row of its own.
 *
 * @param ids tokens of everything, one after another; a continuation's last token is only foretold
 *     and not among them
 * @param common tokens that all prompts begin with, in front
 * @param trees for each prompt where its tokens lie and what its attention sees
 * @param wanted for each token of each continuation the position (index into ids) that foretells it
 * @param targets those tokens
 */
public record Branches(int[] ids, int common, List<Tree> trees, long[] wanted, long[] targets) {

  /**
   * One prompt and its continuations.
   *
   * @param positions indices into ids of the whole prompt, then of its continuations
   * @param packing the same as lengths: the prompt as the prefix of its continuations
   */
  record Tree(long[] positions, Packing packing) {}

  /**
   * Lays prompts and continuations down.
   *
   * @param prompts each with one token at least
   * @param continuations for each prompt; each with one token at least
   */
  public static Branches of(List<int[]> prompts, List<List<int[]>> continuations) {
    Check.that(prompts.size() == continuations.size(), "each prompt needs its continuations");
    int common = commonPrefix(prompts);
    Layout layout = new Layout(common);
    layout.append(prompts.get(0), 0, common);
    for (int i = 0; i < prompts.size(); i++) {
      layout.tree(prompts.get(i), continuations.get(i));
    }
    return layout.build();
  }

  /** Leaves every prompt a token of its own. */
  private static int commonPrefix(List<int[]> prompts) {
    int[] first = prompts.get(0);
    int common = prompts.stream().mapToInt(p -> p.length).min().orElse(1) - 1;
    for (int[] prompt : prompts) {
      int same = Arrays.mismatch(first, 0, common, prompt, 0, common);
      common = same < 0 ? common : same;
    }
    return common;
  }

  /** Grows token by token. */
  private static final class Layout {
    private final int common;
    private final IntStream.Builder ids = IntStream.builder();
    private final List<Tree> trees = new ArrayList<>();
    private final LongStream.Builder wanted = LongStream.builder();
    private final LongStream.Builder targets = LongStream.builder();
    private int count;

    Layout(int common) {
      this.common = common;
    }

    void append(int[] tokens, int from, int to) {
      for (int i = from; i < to; i++) {
        ids.add(tokens[i]);
      }
      count += to - from;
    }

    void tree(int[] prompt, List<int[]> continuations) {
      int begin = count;
      append(prompt, common, prompt.length);
      int promptEnd = count - 1;
      List<Integer> lengths = new ArrayList<>();
      for (int[] continuation : continuations) {
        int start = count;
        for (int i = 0; i < continuation.length; i++) {
          wanted.add(i == 0 ? promptEnd : start + i - 1L);
          targets.add(continuation[i]);
        }
        int read = continuation.length - 1;
        append(continuation, 0, read);
        if (read > 0) {
          lengths.add(read);
        }
      }
      long[] positions =
          LongStream.concat(LongStream.range(0, common), LongStream.range(begin, count)).toArray();
      int[] behind = lengths.stream().mapToInt(n -> n).toArray();
      Packing packing =
          behind.length == 0
              ? new Packing(new int[] {prompt.length})
              : new Packing(prompt.length, behind);
      trees.add(new Tree(positions, packing));
    }

    Branches build() {
      return new Branches(
          ids.build().toArray(),
          common,
          List.copyOf(trees),
          wanted.build().toArray(),
          targets.build().toArray());
    }
  }

  /**
   * Every prompt with each of its continuations as a sequence of its own.
   *
   * @param wanted as of {@link Branches}
   */
  record Rows(int[] ids, int[] lengths, long[] wanted) {}

  /** The same for models that cannot read trees: beginnings come as often as they are needed. */
  Rows rows() {
    IntStream.Builder all = IntStream.builder();
    List<Integer> lengths = new ArrayList<>();
    LongStream.Builder places = LongStream.builder();
    int at = 0;
    int next = 0;
    for (Tree tree : trees) {
      int prompt = tree.packing.prefix() > 0 ? tree.packing.prefix() : tree.positions.length;
      int[] read = Arrays.stream(tree.positions).mapToInt(p -> ids[(int) p]).toArray();
      long promptEnd = tree.positions[prompt - 1];
      long treeEnd = tree.positions[tree.positions.length - 1];
      while (next < wanted.length && wanted[next] == promptEnd) {
        // the prompt's end foretells a continuation's first token, hence begins the next one too
        int length = 1;
        while (next + length < wanted.length
            && wanted[next + length] != promptEnd
            && wanted[next + length] <= treeEnd) {
          length++;
        }
        for (int i = 0; i < prompt; i++) {
          all.add(read[i]);
        }
        for (int i = 0; i < length; i++) {
          places.add(at + prompt - 1L + i);
          if (i > 0) {
            all.add(ids[(int) wanted[next + i]]);
          }
        }
        lengths.add(prompt + length - 1);
        at += prompt + length - 1;
        next += length;
      }
    }
    return new Rows(
        all.build().toArray(),
        lengths.stream().mapToInt(n -> n).toArray(),
        places.build().toArray());
  }

  /** Positions of the longest way from a prompt's first token to a continuation's last. */
  int longest() {
    return trees.stream().mapToInt(tree -> tree.packing.longest()).max().orElse(0);
  }
}
