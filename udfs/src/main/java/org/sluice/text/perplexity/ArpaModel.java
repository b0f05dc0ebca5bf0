package org.sluice.text.perplexity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model in the ARPA format, which KenLM, SRILM and others write. */
public final class ArpaModel implements NgramModel {
  private static final String BEGIN = "<s>";
  private static final String END = "</s>";
  private static final String UNKNOWN = "<unk>";
  private static final int ROOT = 0;
  private static final int NONE = -1;

  private final Map<String, Integer> words = new HashMap<>();
  private final int order;
  // n-grams form a trie; a node is a gram, and its words come in their order
  private final Map<Long, Integer> children = new HashMap<>();
  private float[] probabilities = new float[1 << 10];
  private float[] backoffs = new float[1 << 10];
  private int size = 1;

  private ArpaModel(int order) {
    this.order = order;
  }

  /**
   * Reads a model.
   *
   * @throws IOException when the text is no ARPA file, or ends too early
   */
  public static ArpaModel read(InputStream in) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    List<Long> counts = counts(lines);
    ArpaModel model = new ArpaModel(counts.size());
    for (int n = 1; n <= counts.size(); n++) {
      String line = lines.readLine();
      while (line != null && line.isBlank()) {
        line = lines.readLine();
      }
      if (line == null || !line.strip().equals("\\%d-grams:".formatted(n))) {
        throw new IOException("no section of %d-grams".formatted(n));
      }
      for (long i = 0; i < counts.get(n - 1); i++) {
        model.add(lines.readLine(), n);
      }
    }
    return model;
  }

  private static List<Long> counts(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.strip().equals("\\data\\")) {
      line = lines.readLine();
    }
    List<Long> counts = new ArrayList<>();
    for (line = lines.readLine(); line != null && !line.isBlank(); line = lines.readLine()) {
      String[] parts = line.split("=", 2);
      if (parts.length != 2 || !parts[0].equals("ngram " + (counts.size() + 1))) {
        throw new IOException("no number of n-grams where one should be");
      }
      counts.add(Long.parseLong(parts[1].strip()));
    }
    if (counts.isEmpty()) {
      throw new IOException("no ARPA file");
    }
    return counts;
  }

  private void add(String line, int n) throws IOException {
    String[] fields = line == null ? new String[0] : line.split("[ \t]+");
    if (fields.length < n + 1) {
      throw new IOException("the model is cut off in its %d-grams".formatted(n));
    }
    int node = ROOT;
    for (int i = 1; i <= n; i++) {
      int word =
          n == 1
              ? words.computeIfAbsent(fields[i], w -> words.size())
              : words.getOrDefault(fields[i], NONE);
      long key = (long) node << 32 | word;
      Integer next = children.get(key);
      if (next == null) {
        if (size == probabilities.length) {
          probabilities = Arrays.copyOf(probabilities, size * 2);
          backoffs = Arrays.copyOf(backoffs, size * 2);
        }
        probabilities[size] = Float.NaN; // the gram itself is not listed, only a longer one
        next = size++;
        children.put(key, next);
      }
      node = next;
    }
    try {
      probabilities[node] = Float.parseFloat(fields[0]);
      backoffs[node] = fields.length > n + 1 ? Float.parseFloat(fields[n + 1]) : 0;
    } catch (NumberFormatException e) {
      throw new IOException("no number in the %d-grams".formatted(n), e);
    }
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public double score(List<String> sentence) {
    int[] history = new int[sentence.size() + 2];
    history[0] = number(BEGIN);
    double sum = 0;
    for (int i = 1; i < history.length; i++) {
      String word = i <= sentence.size() ? sentence.get(i - 1) : END;
      history[i] = number(word);
      sum += score(history, i);
    }
    return sum;
  }

  private int number(String word) {
    Integer known = words.get(word);
    return known != null ? known : words.getOrDefault(UNKNOWN, NONE);
  }

  /** Of a word after as many words before it as the model knows together. */
  private double score(int[] history, int at) {
    double backoff = 0;
    for (int from = Math.max(0, at - order + 1); from <= at; from++) {
      int node = node(history, from, at);
      int whole = node == NONE ? NONE : child(node, history[at]);
      if (whole != NONE && !Float.isNaN(probabilities[whole])) {
        return backoff + probabilities[whole];
      }
      if (node > ROOT) {
        backoff += backoffs[node];
      }
    }
    return backoff - 100; // KenLM's for an unknown word in a model without <unk>
  }

  /** The gram of {@code history[from, to)}; the root for none; NONE when it is not listed. */
  private int node(int[] history, int from, int to) {
    int node = ROOT;
    for (int i = from; i < to && node != NONE; i++) {
      node = child(node, history[i]);
    }
    return node;
  }

  private int child(int node, int word) {
    return word == NONE ? NONE : children.getOrDefault((long) node << 32 | word, NONE);
  }
}
