package org.sluice.text.privacy.ner.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.EntityType;
import org.sluice.text.privacy.ner.Features;
import org.sluice.text.privacy.ner.Model;
import org.sluice.text.privacy.ner.Tagger;
import org.sluice.text.privacy.ner.Tokens;
import org.sluice.text.privacy.ner.crf.Lattice;
import org.sluice.text.privacy.ner.crf.Transitions;

/**
 * Trains a conditional random field by AdaGrad (Duchi et al. 2011) on one sentence after another.
 * Where a corpus says nothing of a type, all labels that it leaves open count (a latent CRF).
 */
final class Trainer {
  private static final int LABELS = EntityType.LABELS;
  private static final float RATE = 0.2f;

  /** Share of a token's features that are left out at random, so that none is relied on alone. */
  private static final double LEFT_OUT = 0.15;

  private final int rows;
  private final boolean han;
  private final float[] weights;
  private final float[] squares;
  private final float[] transitions = new float[LABELS * LABELS];
  private final float[] transitionSquares = new float[LABELS * LABELS];
  private final Lattice free = new Lattice(Model.transitions(transitions));
  private final Lattice bound = new Lattice(Model.transitions(transitions));

  Trainer(int rows, boolean han) {
    this.rows = rows;
    this.han = han;
    this.weights = new float[rows * LABELS];
    this.squares = new float[rows * LABELS];
  }

  /** One pass over the sentences in an order of its own. */
  void epoch(List<Sentence> sentences, Random random) {
    List<Sentence> shuffled = new ArrayList<>(sentences);
    Collections.shuffle(shuffled, random);
    for (Sentence sentence : shuffled) {
      learn(sentence, random);
    }
  }

  /**
   * The model, with the first tokens of entities made less likely: made sentences hold more names
   * than texts do.
   *
   * @param prior what their scores lose
   */
  Model model(float prior) {
    float[] corrected = transitions.clone();
    for (int before = 0; before < LABELS; before++) {
      for (EntityType type : EntityType.values()) {
        corrected[before * LABELS + type.first()] -= prior;
      }
    }
    return Model.of(weights, corrected);
  }

  private void learn(Sentence sentence, Random random) {
    Tokens tokens = Tokens.of(sentence.text());
    int[] allowed = sentence.allowed(tokens);
    int size = tokens.size();
    if (allowed == null || size == 0) {
      return;
    }
    int[][] features = features(sentence.text(), tokens, random);
    float[][] scores = new float[size][LABELS];
    for (int token = 0; token < size; token++) {
      for (int row : features[token]) {
        for (int label = 0; label < LABELS; label++) {
          scores[token][label] += weights[row * LABELS + label];
        }
      }
    }
    Transitions now = Model.transitions(transitions);
    free.update(now);
    bound.update(now);
    free.set(scores, size);
    bound.set(scores, allowed, size);
    free.sum();
    bound.sum();
    update(features, size);
    updateTransitions(size);
  }

  private int[][] features(String text, Tokens tokens, Random random) {
    Features all = Tagger.features(han, text, tokens, rows);
    int[] buffer = new int[Features.MOST];
    int[][] kept = new int[tokens.size()][];
    for (int token = 0; token < kept.length; token++) {
      int count = all.rows(token, buffer);
      int left = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || random.nextDouble() >= LEFT_OUT) {
          buffer[left++] = buffer[i];
        }
      }
      kept[token] = Arrays.copyOf(buffer, left);
    }
    return kept;
  }

  private void update(int[][] features, int size) {
    for (int token = 0; token < size; token++) {
      for (int label = 0; label < LABELS; label++) {
        float gradient = (float) (bound.marginal(token, label) - free.marginal(token, label));
        if (Math.abs(gradient) > 1e-4f) {
          for (int row : features[token]) {
            step(weights, squares, row * LABELS + label, gradient);
          }
        }
      }
    }
  }

  private void updateTransitions(int size) {
    for (int before = 0; before < LABELS; before++) {
      for (int label = 0; label < LABELS; label++) {
        double gradient = 0;
        if (before == EntityType.OUTSIDE) { // as which a text begins
          gradient = bound.marginal(0, label) - free.marginal(0, label);
        }
        for (int token = 1; token < size; token++) {
          gradient += bound.marginal(token, before, label) - free.marginal(token, before, label);
        }
        if (Math.abs(gradient) > 1e-4) {
          step(transitions, transitionSquares, before * LABELS + label, (float) gradient);
        }
      }
    }
  }

  private static void step(float[] weights, float[] squares, int at, float gradient) {
    squares[at] += gradient * gradient;
    weights[at] += RATE * gradient / (float) Math.sqrt(squares[at] + 1e-2f);
  }
}
