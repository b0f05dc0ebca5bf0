package org.sluice.text.privacy.ner.train;

import java.util.Random;

/** Puts other names of the same type into a marked text: its contexts with names it never had. */
final class Replacer {
  private final Slots slots;

  Replacer(Slots slots) {
    this.slots = slots;
  }

  /** The sentence with all its names replaced. */
  Sentence replaced(Sentence sentence, Random random) {
    Sentence.Builder out = new Sentence.Builder();
    int from = 0;
    for (Sentence.Mark mark : sentence.marks()) {
      String value = sentence.text().substring(mark.start(), mark.end());
      boolean single = value.indexOf(' ') < 0;
      out.add(sentence.text().substring(from, mark.start()));
      slots.fill(
          switch (mark.type()) {
            case PERSON -> single ? (random.nextBoolean() ? "FIRST" : "LAST") : "PERSON";
            case ORGANIZATION -> "ORG";
            case LOCATION -> "PLACE";
            default -> throw new IllegalStateException("corpora mark no " + mark.type());
          },
          random,
          out);
      from = mark.end();
    }
    out.add(sentence.text().substring(from));
    return out.build(sentence.known());
  }
}
