package org.sluice.text.privacy.ner.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.Model;

/**
 * Trains a tagger: {@code TrainTagger english|chinese OUT [CORPORA]}. CORPORA is a folder of marked
 * corpora ({@link Corpus}); docs/privacy.md names those of the shipped models and their licences.
 */
public final class TrainTagger {
  private static final int ROWS = 1 << 19;
  private static final int EPOCHS = 6;
  private static final int MADE = 20_000;
  private static final int MADE_CHINESE = 10_000;
  private static final float CHINESE_PRIOR = 3f;
  private static final long SEED = 2026;

  private TrainTagger() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: TrainTagger english|chinese OUT [CORPORA]");
      System.exit(2);
    }
    boolean han = args[0].equals("chinese");
    Random random = new Random(SEED);
    List<Sentence> marked = args.length > 2 ? Corpus.folder(Path.of(args[2]), random) : List.of();
    Material material = new Material(han);
    Trainer trainer = new Trainer(ROWS, han);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      List<Sentence> sentences = new ArrayList<>(material.made(han ? MADE_CHINESE : MADE, random));
      for (int i = 0; i < (han ? 3 : 1); i++) { // there are fewer Chinese ones
        sentences.addAll(material.varied(marked, random));
      }
      trainer.epoch(sentences, random);
      System.out.printf("epoch %d: %d sentences%n", epoch + 1, sentences.size());
    }
    Model model = trainer.model(han ? CHINESE_PRIOR : 0);
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      model.write(out);
    }
    System.out.printf("%s: %d KiB%n", args[1], Files.size(Path.of(args[1])) >> 10);
  }
}
