package org.sluice.text.privacy.ner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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

  /** Sentences that are looked at before the networks read those that need it, side by side. */
  private static final int AT_ONCE = 24;

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
    if (!networks) {
      return plausible(text, labelled.entities());
    }
    List<Entity> model = new ArrayList<>(labelled.entities());
    model.removeIf(entity -> entity.type() == EntityType.PERSON);
    model.addAll(plausible(text, labelled.people()));
    model.sort(Comparator.comparingInt(Entity::start));
    return sentences(text, labelled, model);
  }

  /** Without people that are written like nobody. */
  private static List<Entity> plausible(String text, List<Entity> entities) {
    List<Entity> plausible = new ArrayList<>();
    for (Entity entity : entities) {
      boolean person = entity.type() == EntityType.PERSON;
      Entity kept = person ? ChinesePeople.plausible(text, entity) : entity;
      if (kept != null) {
        plausible.add(kept);
      }
    }
    return plausible;
  }

  /**
   * A sentence of a text.
   *
   * @param model what the model makes of it: people may overlap
   * @param opinions those of the model, to be joined by the networks'; null where these are not
   *     asked
   */
  private record Sentence(String text, int from, List<Entity> model, Opinions opinions) {
    List<Entity> entities() {
      return opinions == null ? model : opinions.resolved();
    }
  }

  private static List<Entity> sentences(String text, LabelledText labelled, List<Entity> model) {
    List<Entity> found = new ArrayList<>();
    List<Sentence> some = new ArrayList<>();
    Readings words = new Readings(Network::words);
    Readings letters = new Readings(Network::letters);
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
      Opinions opinions = chance < CHANCE ? null : new Opinions(text, here);
      some.add(new Sentence(text.substring(from, to), from, here, opinions));
      if (some.size() == AT_ONCE || to == text.length()) {
        ask(some, words, letters);
        collect(some, found);
        some.clear();
      }
      from = to;
    }
    return found;
  }

  /**
   * What a network says about sentences, many of them side by side; of those that repeat within
   * some or from some to the next each is read once.
   */
  private static final class Readings {
    private final Supplier<Network> network; // read when first asked
    private Map<String, List<Span>> last = Map.of();

    Readings(Supplier<Network> network) {
      this.network = network;
    }

    Map<String, List<Span>> of(List<Sentence> sentences) {
      Set<String> texts = new LinkedHashSet<>();
      sentences.forEach(sentence -> texts.add(sentence.text));
      List<String> others = texts.stream().filter(text -> !last.containsKey(text)).toList();
      Map<String, List<Span>> spans = new HashMap<>(last);
      spans.keySet().retainAll(texts);
      List<List<Span>> read = others.isEmpty() ? List.of() : network.get().spans(others);
      for (int i = 0; i < others.size(); i++) {
        spans.put(others.get(i), read.get(i));
      }
      last = spans;
      return spans;
    }
  }

  private static void ask(List<Sentence> sentences, Readings words, Readings letters) {
    List<Sentence> asked = sentences.stream().filter(s -> s.opinions != null).toList();
    Map<String, List<Span>> ofWords = words.of(asked);
    asked.forEach(s -> s.opinions.words(ofWords.get(s.text), s.from));
    List<Sentence> open = asked.stream().filter(s -> s.opinions.areOpen()).toList();
    Map<String, List<Span>> ofLetters = letters.of(open);
    open.forEach(s -> s.opinions.letters(ofLetters.get(s.text), s.from));
  }

  private static void collect(List<Sentence> sentences, List<Entity> found) {
    for (Sentence sentence : sentences) {
      for (Entity entity : sentence.entities()) {
        int last = found.isEmpty() ? 0 : found.get(found.size() - 1).end();
        if (entity.start() >= last) {
          found.add(entity);
        }
      }
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
