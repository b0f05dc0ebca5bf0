package org.sluice.text.privacy.ner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.text.privacy.ner.crf.Lattice;

/** Labels the tokens of a text by one model, window by window. */
final class Labeller {
  /** Tokens that are decoded at once: memory stays the same however long the text. */
  private static final int WINDOW = 192;

  private static final int LABELS = EntityType.LABELS;
  private static final List<EntityType> NAMES =
      List.of(EntityType.PERSON, EntityType.ORGANIZATION, EntityType.LOCATION);

  /** Stretches of less are no people. */
  private static final double LEAST = 0.01;

  private final Model model;
  private final boolean han;

  Labeller(Model model, boolean han) {
    this.model = model;
    this.han = han;
  }

  /** What the likeliest labels say, with the smallest probability of the labels of each entity. */
  LabelledText label(String text) {
    Tokens tokens = Tokens.of(text);
    Features features = Tagger.features(han, text, tokens, model.rows());
    Lattice lattice = new Lattice(model.transitions());
    int[] rows = new int[Features.MOST];
    float[][] scores = new float[WINDOW][LABELS];
    int[] labels = new int[WINDOW];
    List<Entity> entities = new ArrayList<>();
    List<Entity> people = new ArrayList<>();
    double[] chances = new double[han ? tokens.size() : 0];
    for (int from = 0; from < tokens.size(); ) {
      int to = windowEnd(tokens, from);
      for (int token = from; token < to; token++) {
        int count = features.rows(token, rows);
        model.score(rows, count, scores[token - from]);
      }
      lattice.set(scores, to - from);
      lattice.best(labels);
      boolean found =
          Arrays.stream(labels, 0, to - from).anyMatch(label -> label != EntityType.OUTSIDE);
      if (found || han) {
        lattice.sum();
      }
      if (found) {
        collect(tokens, from, to, labels, lattice, entities);
      }
      for (int token = from; han && token < to; token++) {
        chances[token] = chance(lattice, token - from);
        addPeople(tokens, from, token, lattice, people);
      }
      from = to;
    }
    return new LabelledText(tokens, entities, people, chances);
  }

  private static double chance(Lattice lattice, int token) {
    double chance = 0;
    for (EntityType type : NAMES) {
      chance += lattice.marginal(token, type.first()) + lattice.marginal(token, type.further());
    }
    return chance;
  }

  private static void addPeople(
      Tokens tokens, int from, int token, Lattice lattice, List<Entity> people) {
    EntityType type = EntityType.PERSON;
    int start = tokens.start(token);
    lattice.stretches(
        token - from,
        type.first(),
        type.further(),
        LEAST,
        (end, probability) ->
            people.add(new Entity(type, start, tokens.end(from + end - 1), probability)));
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
      Tokens tokens, int from, int to, int[] labels, Lattice lattice, List<Entity> found) {
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
      found.add(new Entity(type, tokens.start(token), tokens.end(last), score));
      token = last;
    }
  }
}
