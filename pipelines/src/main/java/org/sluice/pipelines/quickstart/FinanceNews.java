package org.sluice.pipelines.quickstart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes finance news whose tone, negative, neutral or positive, lies in verbs and adjectives. */
final class FinanceNews {
  static final List<String> LABELS = List.of("negative", "neutral", "positive");

  private final Phrases phrases;

  FinanceNews(Phrases phrases) {
    this.phrases = phrases;
  }

  /**
   * A document of two or three lines and 60 to 130 words; {@code more} are sentences to slip in.
   */
  String write(String label, List<String> more, Random random) {
    List<String> body =
        new ArrayList<>(phrases.some(label + ".detail", 2 + random.nextInt(2), random));
    body.addAll(phrases.some("filler", 1 + random.nextInt(2), random));
    body.addAll(more);
    String lead = phrases.one(label + ".lead", random);
    List<String> sentences = new ArrayList<>(List.of(lead));
    sentences.addAll(shuffled(body, random));
    sentences.add(phrases.one(label + ".close", random));
    while (words(sentences) < 60) {
      sentences.add(sentences.size() - 1, phrases.one("filler", random));
    }
    StringBuilder text = new StringBuilder();
    int lines = 2 + random.nextInt(2);
    int perLine = (sentences.size() + lines - 1) / lines;
    for (int i = 0; i < sentences.size(); i++) {
      text.append(i == 0 ? "" : i % perLine == 0 ? "\n" : " ").append(capital(sentences.get(i)));
    }
    return text.toString();
  }

  private static List<String> shuffled(List<String> sentences, Random random) {
    List<String> copy = new ArrayList<>(sentences);
    Collections.shuffle(copy, random);
    return copy;
  }

  private static int words(List<String> sentences) {
    return sentences.stream().mapToInt(sentence -> sentence.split(" ").length).sum();
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
