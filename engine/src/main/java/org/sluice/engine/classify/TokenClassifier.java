package org.sluice.engine.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Inputs;
import org.sluice.engine.model.Task;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tokenizer.Encoded;
import org.sluice.engine.tokenizer.Tokenizer;

/**
 * Marks what a token classification model finds in a text, by the rule of transformers' pipeline
 * with {@code aggregation_strategy="first"}: a word has the label of its first token, words of one
 * label in a row are one mention.
 *
 * <p>Texts longer than the model are read in windows; a token's label comes from the window in
 * whose middle it stands. For one thread at a time.
 */
public final class TokenClassifier {
  private static final int WINDOWS_AT_ONCE = 8;

  /** What the models of this kind were made for; those with relative positions name no limit. */
  private static final int LONGEST = 512;

  private final TaskModel model;
  private final Tokenizer tokenizer;
  private final List<TokenLabel> labels;
  private final int[] prefix; // [CLS]
  private final int[] suffix; // [SEP]
  private final int window;

  /**
   * A classifier for texts.
   *
   * @param model loaded for {@link Task#TOKEN_CLS}
   */
  public TokenClassifier(TaskModel model, Tokenizer tokenizer) {
    Check.that(model.task() == Task.TOKEN_CLS, "%s marks no tokens", model.task());
    this.model = model;
    this.tokenizer = tokenizer;
    this.labels = labels(model.config()).stream().map(TokenLabel::of).toList();
    Encoded letter = tokenizer.encode("a", true);
    int first = 0;
    while (letter.words()[first] < 0) {
      first++;
    }
    int last = letter.ids().length;
    while (letter.words()[last - 1] < 0) {
      last--;
    }
    this.prefix = Arrays.copyOf(letter.ids(), first);
    this.suffix = Arrays.copyOfRange(letter.ids(), last, letter.ids().length);
    // RoBERTa's positions begin behind that of the padding
    int unused = model.config().modelType().equals("roberta") ? 2 : 0;
    int positions = model.config().integer("max_position_embeddings", LONGEST) - unused;
    this.window = Math.min(LONGEST, positions) - prefix.length - suffix.length;
    Check.that(window > 0, "the model has room for %s tokens, too few for any text", positions);
  }

  /** The model's labels as its configuration writes them, in the order of their numbers. */
  public static List<String> labels(ModelConfig config) {
    Map<?, ?> named = config.map("id2label");
    List<String> labels = new ArrayList<>();
    int count = named.isEmpty() ? config.integer("num_labels", 2) : named.size();
    for (int i = 0; i < count; i++) {
      Object label = named.get(Integer.toString(i));
      labels.add(label == null ? "LABEL_" + i : label.toString());
    }
    return labels;
  }

  /** What the labels of a configuration name, without the letters of their scheme. */
  public static List<String> names(ModelConfig config) {
    return labels(config).stream()
        .map(TokenLabel::of)
        .filter(label -> !label.isNone())
        .map(TokenLabel::name)
        .distinct()
        .toList();
  }

  /** What is found, in order of position, without overlaps. */
  public List<Mention> mentions(String text) {
    Encoded encoded = tokenizer.encode(text, false);
    int[] best = new int[encoded.ids().length];
    double[] scores = new double[best.length];
    List<Window> windows = windows(best.length);
    for (int from = 0; from < windows.size(); from += WINDOWS_AT_ONCE) {
      int to = Math.min(windows.size(), from + WINDOWS_AT_ONCE);
      label(encoded.ids(), windows.subList(from, to), best, scores);
    }
    return mentions(encoded, best, scores);
  }

  /** Tokens from to to go through the model, those from keptFrom to keptTo get their labels. */
  private record Window(int from, int to, int keptFrom, int keptTo) {}

  private List<Window> windows(int tokens) {
    List<Window> windows = new ArrayList<>();
    int context = tokens <= window ? 0 : window / 4;
    int kept = window - 2 * context;
    for (int at = 0; at < tokens; at += kept) {
      int end = Math.min(tokens, at + kept);
      int from = Math.max(0, at - context);
      windows.add(new Window(from, Math.min(tokens, end + context), at, end));
    }
    return windows;
  }

  private void label(int[] ids, List<Window> windows, int[] best, double[] scores) {
    int[][] rows = new int[windows.size()][];
    for (int i = 0; i < rows.length; i++) {
      Window window = windows.get(i);
      int size = window.to() - window.from();
      rows[i] = Arrays.copyOf(prefix, prefix.length + size + suffix.length);
      System.arraycopy(ids, window.from(), rows[i], prefix.length, size);
      System.arraycopy(suffix, 0, rows[i], prefix.length + size, suffix.length);
    }
    float[] logits;
    try (Tape tape = model.inferenceTape()) {
      logits = model.run(tape, Inputs.of(rows)).named().get("logits").value().toFloatArray();
    }
    int row = 0;
    for (int i = 0; i < rows.length; i++) {
      Window window = windows.get(i);
      for (int token = window.keptFrom(); token < window.keptTo(); token++) {
        int at = (row + prefix.length + token - window.from()) * labels.size();
        best[token] = best(logits, at);
        scores[token] = probability(logits, at, best[token]);
      }
      row += rows[i].length;
    }
  }

  private int best(float[] logits, int at) {
    int best = 0;
    for (int label = 1; label < labels.size(); label++) {
      best = logits[at + label] > logits[at + best] ? label : best;
    }
    return best;
  }

  /** Softmax; the label is the likeliest. */
  private double probability(float[] logits, int at, int label) {
    double sum = 0;
    for (int other = 0; other < labels.size(); other++) {
      sum += StrictMath.exp(logits[at + other] - logits[at + label]);
    }
    return 1 / sum;
  }

  private List<Mention> mentions(Encoded encoded, int[] best, double[] scores) {
    List<Mention> mentions = new ArrayList<>();
    int token = 0;
    while (token < best.length) {
      TokenLabel label = labels.get(best[token]);
      double sum = 0;
      int words = 0;
      int end = token;
      do {
        sum += scores[end];
        words++;
        end = wordEnd(encoded.words(), end);
      } while (end < best.length && goesOn(label, labels.get(best[end])));
      if (!label.isNone()) {
        int last = encoded.ends()[end - 1];
        mentions.add(new Mention(label.name(), encoded.starts()[token], last, sum / words));
      }
      token = end;
    }
    return mentions;
  }

  private static boolean goesOn(TokenLabel label, TokenLabel next) {
    return !next.begins() && next.name().equals(label.name());
  }

  private static int wordEnd(int[] words, int token) {
    int end = token + 1;
    while (end < words.length && words[end] == words[token] && words[token] >= 0) {
      end++;
    }
    return end;
  }
}
