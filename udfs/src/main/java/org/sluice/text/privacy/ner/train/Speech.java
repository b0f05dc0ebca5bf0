package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Transcripts of Chinese speech have no punctuation and a clause a line. A tagger that learns from
 * them alone does not know what stands beside a name in writing, so neighbours are put together to
 * sentences here.
 */
final class Speech {
  private static final double GOES_ON = 0.6;

  private Speech() {}

  /** The clauses as written sentences; each clause stands in one of them, in their order. */
  static List<Sentence> written(List<Sentence> clauses, Random random) {
    List<Sentence> sentences = new ArrayList<>();
    Sentence.Builder sentence = new Sentence.Builder();
    for (int i = 0; i < clauses.size(); i++) {
      sentence.add(clauses.get(i));
      if (i + 1 < clauses.size() && sometimes(GOES_ON, random)) {
        sentence.add(sometimes(0.8, random) ? "，" : any(List.of("。", "；", "、", " ", ""), random));
      } else {
        sentence.add(
            sometimes(0.6, random) ? any(List.of("。", "。", "。", "！", "？", "，"), random) : "");
        sentences.add(sentence.build(clauses.get(i).known()));
        sentence = new Sentence.Builder();
      }
    }
    return sentences;
  }
}
