package org.sluice.text.privacy.ner;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.privacy.ner.network.Network;
import org.sluice.text.privacy.ner.network.Span;

/**
 * Names in Chinese text, sentence by sentence: the model labels all, which costs little; where it
 * sees the least chance of a name, networks are asked too ({@link Opinions}).
 */
final class ChineseTagger {
  /**
   * Probability that some token of a sentence is of a name: below it, one in a hundred of the names
   * is lost, and half of the sentences of everyday text need no network.
   */
  private static final double CHANCE = 0.001;

  /** Sentences are cut there at the latest, in UTF-16 units. */
  private static final int LONGEST = 160;

  private static final String ENDS = "。！？!?；\n";

  private final Labeller labeller;
  private final boolean networks;

  /**
   * A tagger.
   *
   * @param networks whether networks are asked
   */
  ChineseTagger(Labeller labeller, boolean networks) {
    this.labeller = labeller;
    this.networks = networks;
  }

  /** What is found, in order of position, without overlaps. */
  List<Entity> find(String text) {
    LabelledText labelled = labeller.label(text);
    List<Entity> model = new ArrayList<>();
    for (Entity entity : labelled.entities()) {
      boolean person = entity.type() == EntityType.PERSON;
      Entity kept = person ? ChinesePeople.plausible(text, entity) : entity;
      if (kept != null) {
        model.add(kept);
      }
    }
    return networks ? sentences(text, labelled, model) : model;
  }

  private static List<Entity> sentences(String text, LabelledText labelled, List<Entity> model) {
    List<Entity> found = new ArrayList<>();
    Readings readings = new Readings();
    int last = 0; // one past what is found
    int token = 0;
    int next = 0;
    for (int from = 0; from < text.length(); ) {
      int to = sentenceEnd(text, from);
      double chance = 0;
      while (token < labelled.tokens().size() && labelled.tokens().start(token) < to) {
        chance = Math.max(chance, labelled.chances()[token++]);
      }
      int first = next;
      while (next < model.size() && model.get(next).start() < to) {
        next++;
      }
      List<Entity> here = model.subList(first, next);
      for (Entity entity : chance < CHANCE ? here : asked(text, from, to, here, readings)) {
        if (entity.start() >= last) {
          found.add(entity);
          last = entity.end();
        }
      }
      from = to;
    }
    return found;
  }

  private static List<Entity> asked(
      String text, int from, int to, List<Entity> model, Readings readings) {
    readings.turnTo(text.substring(from, to));
    Opinions opinions = new Opinions(text, model);
    opinions.words(readings.words(), from);
    if (opinions.areOpen()) {
      opinions.letters(readings.letters(), from);
    }
    return opinions.resolved();
  }

  /**
   * What the networks said about the sentence: those that repeat the last one are not read again.
   */
  private static final class Readings {
    private String sentence = "";
    private List<Span> words;
    private List<Span> letters;

    void turnTo(String next) {
      if (!sentence.equals(next)) {
        sentence = next;
        words = null;
        letters = null;
      }
    }

    List<Span> words() {
      if (words == null) {
        words = Network.words().spans(sentence);
      }
      return words;
    }

    List<Span> letters() {
      if (letters == null) {
        letters = Network.letters().spans(sentence);
      }
      return letters;
    }
  }

  private static int sentenceEnd(String text, int from) {
    int end = from;
    while (end < text.length() && end - from < LONGEST) {
      if (ENDS.indexOf(text.charAt(end++)) >= 0) {
        return end;
      }
    }
    boolean halved = end < text.length() && Character.isLowSurrogate(text.charAt(end));
    return halved ? end - 1 : end;
  }
}
