package org.sluice.jobs.decontaminate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sluice.jobs.decontaminate.DecontaminateOptions.Method;
import org.sluice.text.dedup.TokenGrams;

/** The runs of words that are sought, each with the evaluation set it stands in first. */
final class SoughtGrams implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 13;

  private final List<String> names = new ArrayList<>();
  private final Map<Long, Integer> sets = new HashMap<>(); // gram to number of its set
  private final Map<Long, List<Whole>> wholes = new HashMap<>(); // by the gram they begin with
  private final TreeSet<Integer> lengths = new TreeSet<>();
  private final Method method;
  private final int fixed; // 0: by the set

  /** An example of so many tokens. */
  private record Whole(int length, long gram) implements Serializable {}

  SoughtGrams(DecontaminateOptions options) {
    this.method = options.method();
    this.fixed = options.ngramOr(method == Method.NGRAM ? SHORTEST : 0);
  }

  /** Adds the texts of a set. */
  void add(String name, List<String> texts) {
    TokenGrams tokens = new TokenGrams();
    int[] sizes = texts.stream().mapToInt(tokens::read).sorted().toArray();
    int fifth = sizes.length == 0 ? 0 : sizes[sizes.length / 20];
    int n = fixed > 0 ? fixed : Math.max(SHORTEST, Math.min(LONGEST, fifth));
    int set = names.size();
    names.add(name);
    for (String text : texts) {
      int size = tokens.read(text);
      if (method == Method.EXACT) {
        // a shorter text would be found everywhere
        int head = fixed > 0 ? fixed : SHORTEST;
        if (size >= head) {
          put(tokens.gram(0, head), head, set);
          wholes
              .computeIfAbsent(tokens.gram(0, head), gram -> new ArrayList<>())
              .add(new Whole(size, tokens.gram(0, size)));
        }
      } else {
        for (int i = 0; i + n <= size; i++) {
          put(tokens.gram(i, n), n, set);
        }
      }
    }
  }

  private void put(long gram, int length, int set) {
    sets.putIfAbsent(gram, set);
    lengths.add(length);
  }

  boolean isEmpty() {
    return sets.isEmpty();
  }

  /** Forgets runs that are common phrases. */
  void forget(Iterable<Long> common) {
    common.forEach(sets::remove);
  }

  /** Finds what is sought, at each word that begins it. */
  interface Found {
    void at(int token, int length, long gram, String set);
  }

  /** Tells of every place in a text, in order. */
  void search(TokenGrams tokens, Found found) {
    int[] all = lengths.stream().mapToInt(Integer::intValue).toArray();
    int size = tokens.size();
    for (int token = 0; token < size; token++) {
      for (int length : all) {
        if (token + length > size) {
          break;
        }
        long gram = tokens.gram(token, length);
        Integer set = sets.get(gram);
        if (set != null && isWhole(tokens, token, gram)) {
          found.at(token, length, gram, names.get(set));
        }
      }
    }
  }

  /** With whole examples: whether some example that begins so stands there to its end. */
  private boolean isWhole(TokenGrams tokens, int token, long head) {
    if (method != Method.EXACT) {
      return true;
    }
    for (Whole whole : wholes.get(head)) {
      if (token + whole.length() <= tokens.size()
          && tokens.gram(token, whole.length()) == whole.gram()) {
        return true;
      }
    }
    return false;
  }

  /** The different runs in a text, for counting rows. */
  long[] distinct(TokenGrams tokens) {
    TreeSet<Long> grams = new TreeSet<>();
    search(tokens, (token, length, gram, set) -> grams.add(gram));
    return grams.stream().mapToLong(Long::longValue).toArray();
  }
}
