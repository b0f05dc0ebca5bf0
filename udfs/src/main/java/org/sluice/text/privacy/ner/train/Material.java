package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a tagger learns from: sentences of the patterns, and marked ones with other names. */
final class Material {
  private static final double LOWER = 0.2;
  private static final double UPPER = 0.03;

  /** Shares of the sentences that are, or stand beside, what is no prose. */
  private static final double CLUTTER = 0.15;

  private static final double BESIDE_CLUTTER = 0.08;

  private final Templates templates;
  private final Slots slots;
  private final Replacer replacer;
  private final Templates clutter;
  private final Slots clutterSlots;

  Material(boolean han) {
    clutter = new Templates(han ? "chinese-clutter.txt" : "clutter.txt");
    clutterSlots = new ClutterSlots(han);
    slots = han ? new ChineseSlots() : new EnglishSlots();
    templates = new Templates(han ? "chinese.txt" : "english.txt");
    replacer = new Replacer(slots);
  }

  /** Sentences of the patterns; each third goes on with a second one. */
  List<Sentence> made(int count, Random random) {
    List<Sentence> sentences = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Sentence sentence = templates.fill(random.nextInt(templates.size()), slots, random);
      if (sometimes(0.35, random)) {
        Sentence more = templates.fill(random.nextInt(templates.size()), slots, random);
        sentence =
            new Sentence.Builder()
                .add(sentence)
                .add(sometimes(0.3, random) ? "\n" : " ")
                .add(more)
                .build(sentence.known());
      }
      sentences.add(cased(Noise.in(cluttered(sentence, random), random), random));
    }
    return sentences;
  }

  /** The sentence, or something that is none, or both in either order. */
  private Sentence cluttered(Sentence sentence, Random random) {
    double draw = random.nextDouble();
    if (draw > CLUTTER + BESIDE_CLUTTER) {
      return sentence;
    }
    Sentence other = clutter.fill(random.nextInt(clutter.size()), clutterSlots, random);
    if (draw < CLUTTER) {
      return other;
    }
    boolean first = random.nextBoolean();
    return new Sentence.Builder()
        .add(first ? other : sentence)
        .add("\n")
        .add(first ? sentence : other)
        .build(sentence.known());
  }

  /** Marked sentences, half of them with other names. */
  List<Sentence> varied(List<Sentence> marked, Random random) {
    List<Sentence> sentences = new ArrayList<>(marked.size());
    for (Sentence sentence : marked) {
      boolean replace = !sentence.marks().isEmpty() && random.nextBoolean();
      sentences.add(cased(replace ? replacer.replaced(sentence, random) : sentence, random));
    }
    return sentences;
  }

  private static Sentence cased(Sentence sentence, Random random) {
    double draw = random.nextDouble();
    return draw < LOWER ? sentence.lowered() : draw < LOWER + UPPER ? sentence.raised() : sentence;
  }
}
