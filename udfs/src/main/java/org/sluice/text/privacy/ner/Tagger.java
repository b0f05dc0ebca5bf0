package org.sluice.text.privacy.ner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds names, places, dates and the like in a text. Chinese text goes to one model, other text to
 * another, line by line. Safe for use by many threads; the models are loaded once a JVM, when the
 * first text comes by.
 */
public final class Tagger implements EntityFinder {
  /** Tokens that are decoded at once: memory stays the same however long the text. */
  private static final int WINDOW = 192;

  private static final int LABELS = EntityType.LABELS;

  /** The models that this package ships. */
  private static final class Shipped {
    static final Tagger TAGGER =
        new Tagger(Model.shipped("english.bin"), Model.shipped("chinese.bin"));
  }

  private final Model english;
  private final Model chinese;

  Tagger(Model english, Model chinese) {
    this.english = english;
    this.chinese = chinese;
  }

  /** A tagger of the models that this package ships. */
  public static Tagger shipped() {
    return Shipped.TAGGER;
  }

  /** A tagger that takes one model for every text: for the trainer's reports. */
  public static Tagger of(Model model) {
    return new Tagger(model, model);
  }

  @Override
  public List<Entity> find(String text) {
    List<Entity> found = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      boolean han = isChinese(text, from, lineEnd(text, from));
      int to = lineEnd(text, from);
      while (to < text.length() && isChinese(text, to, lineEnd(text, to)) == han) {
        to = lineEnd(text, to);
      }
      String part = from == 0 && to == text.length() ? text : text.substring(from, to);
      List<Entity> tagged = new ArrayList<>();
      find(part, from, han, tagged);
      for (Entity entity : tagged) {
        Entity kept =
            han && entity.type() == EntityType.PERSON
                ? ChinesePeople.plausible(text, entity)
                : entity;
        if (kept != null) {
          found.add(kept);
        }
      }
      from = to;
    }
    return found;
  }

  /** One past the line's break. */
  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** A line in Chinese has at least one Han character for each five others. */
  static boolean isChinese(String text, int from, int to) {
    int han = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      han += c >= 0x2E80 && Character.isIdeographic(c) ? 1 : 0;
    }
    return han * 6 >= to - from && han > 0;
  }

  private void find(String text, int offset, boolean han, List<Entity> found) {
    Model model = han ? chinese : english;
    Tokens tokens = Tokens.of(text);
    Features features = features(han, text, tokens, model.rows());
    Lattice lattice = new Lattice(model.transitions());
    int[] rows = new int[Features.MOST];
    float[] scores = new float[WINDOW * LABELS];
    int[] labels = new int[WINDOW];
    int[] all = new int[WINDOW];
    Arrays.fill(all, (1 << LABELS) - 1);
    for (int from = 0; from < tokens.size(); ) {
      int to = windowEnd(tokens, from);
      for (int token = from; token < to; token++) {
        int count = features.rows(token, rows);
        model.score(rows, count, scores, (token - from) * LABELS);
      }
      lattice.set(scores, all, to - from);
      lattice.best(labels);
      if (Arrays.stream(labels, 0, to - from).anyMatch(label -> label != EntityType.OUTSIDE)) {
        lattice.sum();
        collect(tokens, from, to, labels, lattice, offset, found);
      }
      from = to;
    }
  }

  /** Features of a whole text for a model of that many rows. */
  public static Features features(boolean han, String text, Tokens tokens, int rows) {
    return han ? new ChineseFeatures(tokens, text, rows) : new EnglishFeatures(tokens, rows);
  }

  /** Ends at the last mark or line break in the second half of a full window. */
  private static int windowEnd(Tokens tokens, int from) {
    int end = Math.min(tokens.size(), from + WINDOW);
    if (end == tokens.size()) {
      return end;
    }
    for (int token = end; token > from + WINDOW / 2; token--) {
      String word = tokens.lower(token - 1);
      if (word.equals("\n") || word.equals(".") || word.equals("。")) {
        return token;
      }
    }
    return end;
  }

  private static void collect(
      Tokens tokens,
      int from,
      int to,
      int[] labels,
      Lattice lattice,
      int offset,
      List<Entity> found) {
    for (int token = from; token < to; token++) {
      int label = labels[token - from];
      if (label == EntityType.OUTSIDE) {
        continue;
      }
      EntityType type = EntityType.of(label);
      double score = lattice.marginal(token - from, label);
      int last = token;
      while (last + 1 < to && labels[last + 1 - from] == type.further()) {
        last++;
        score = Math.min(score, lattice.marginal(last - from, type.further()));
      }
      found.add(new Entity(type, offset + tokens.start(token), offset + tokens.end(last), score));
      token = last;
    }
  }
}
