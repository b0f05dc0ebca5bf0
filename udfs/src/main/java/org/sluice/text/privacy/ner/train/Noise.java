package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Random;

/**
 * Faults of texts on their way through programs: broken dashes, escaped quotes, lost full stops.
 */
final class Noise {
  private static final double SHARE = 0.12;

  /** A dash in UTF-8 read as code page 1252, 1255 or 1251, and plain ones. */
  private static final List<String> TAILS =
      List.of(
          " â€“ ", " â€\" ", " ג€“ ", " вЂ“ ", " - ", " -- ", " – ", "... ", " | ", " / ", " => ",
          " * ");

  private static final List<String> AFTER =
      List.of("it is over", "sadly not", "more soon", "see below", "no comment", "she was right");

  private Noise() {}

  static Sentence in(Sentence sentence, Random random) {
    if (!sometimes(SHARE, random)) {
      return sentence;
    }
    if (sentence.text().indexOf('"') >= 0 || sentence.text().indexOf('\'') >= 0) {
      return escaped(sentence);
    }
    int end = sentence.text().length();
    boolean stop = sentence.text().endsWith(".");
    boolean marked = sentence.marks().stream().anyMatch(mark -> mark.end() == end);
    Sentence cut =
        stop && !marked
            ? new Sentence(
                sentence.text().substring(0, end - 1), sentence.marks(), sentence.known())
            : sentence;
    return sometimes(0.3, random)
        ? cut
        : new Sentence.Builder()
            .add(cut)
            .add(any(TAILS, random) + any(AFTER, random))
            .build(sentence.known());
  }

  /** A backslash before each quote that lies in no mark. */
  private static Sentence escaped(Sentence sentence) {
    Sentence.Builder out = new Sentence.Builder();
    int from = 0;
    for (Sentence.Mark mark : sentence.marks()) {
      out.add(quoted(sentence.text().substring(from, mark.start())));
      out.add(mark.type(), sentence.text().substring(mark.start(), mark.end()));
      from = mark.end();
    }
    return out.add(quoted(sentence.text().substring(from))).build(sentence.known());
  }

  private static String quoted(String text) {
    return text.replace("\"", "\\\"").replace("'", "\\'");
  }
}
