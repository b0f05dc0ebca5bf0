package org.sluice.text.privacy.ner.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.text.privacy.ner.EntityType;

/**
 * Reads marked corpora in the CoNLL format: a token and its label a line, white space between, an
 * empty line after each sentence. With columns of Universal Dependencies (.iob2) the token is the
 * second and the label the third; else the first and the last. Files of transcribed speech
 * (.speech.conll) are put into written sentences.
 */
final class Corpus {
  private static final Map<String, EntityType> TYPES =
      Map.ofEntries(
          Map.entry("PER", EntityType.PERSON),
          Map.entry("PERSON", EntityType.PERSON),
          Map.entry("ORG", EntityType.ORGANIZATION),
          Map.entry("ORGANISATION", EntityType.ORGANIZATION),
          Map.entry("CORPORATION", EntityType.ORGANIZATION),
          Map.entry("GROUP", EntityType.ORGANIZATION),
          Map.entry("LOC", EntityType.LOCATION),
          Map.entry("LOCATION", EntityType.LOCATION));

  private static final Set<EntityType> KNOWN =
      EnumSet.of(EntityType.PERSON, EntityType.ORGANIZATION, EntityType.LOCATION);

  private static final String NO_BLANK_BEFORE = ".,!?;:)]}%'’";
  private static final String NO_BLANK_AFTER = "([{$@#";

  private Corpus() {}

  /** All sentences of all files of a folder, in the order of their names. */
  static List<Sentence> folder(Path folder, Random random) throws IOException {
    List<Sentence> sentences = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        List<Sentence> read = new ArrayList<>();
        read(file, read);
        boolean speech = file.toString().endsWith(".speech.conll");
        sentences.addAll(speech ? Speech.written(read, random) : read);
      }
    }
    return sentences;
  }

  private static void read(Path file, List<Sentence> sentences) throws IOException {
    boolean columns = file.toString().endsWith(".iob2");
    List<String> words = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank()) {
          add(words, labels, sentences);
          words.clear();
          labels.clear();
        } else if (!(columns && line.startsWith("#"))) {
          String[] fields = line.strip().split(columns ? "\t" : "\\s+");
          words.add(fields[columns ? 1 : 0]);
          labels.add(fields[columns ? 2 : fields.length - 1]);
        }
      }
    }
    add(words, labels, sentences);
  }

  private static void add(List<String> words, List<String> labels, List<Sentence> sentences) {
    if (words.isEmpty()) {
      return;
    }
    Sentence.Builder sentence = new Sentence.Builder();
    int i = 0;
    while (i < words.size()) {
      int end = i + 1;
      EntityType type = type(labels.get(i));
      while (type != null && end < words.size() && goesOn(labels.get(i), labels.get(end))) {
        end++;
      }
      type = words.get(i).startsWith("@") ? null : type; // handles are no names
      if (needsBlank(words, i, sentence)) {
        sentence.add(" ");
      }
      String value = joined(words, i, end);
      sentence = type == null ? sentence.add(value) : sentence.add(type, value);
      i = end;
    }
    sentences.add(sentence.build(KNOWN));
  }

  private static boolean goesOn(String first, String label) {
    boolean more = label.startsWith("I-");
    return more && label.substring(2).equals(first.substring(2));
  }

  private static EntityType type(String label) {
    return label.length() < 3 ? null : TYPES.get(label.substring(2).toUpperCase(Locale.ROOT));
  }

  private static String joined(List<String> words, int from, int to) {
    Sentence.Builder joined = new Sentence.Builder();
    for (int i = from; i < to; i++) {
      if (i > from && needsBlank(words, i, joined)) {
        joined.add(" ");
      }
      joined.add(words.get(i));
    }
    return joined.build(KNOWN).text();
  }

  private static boolean needsBlank(List<String> words, int i, Sentence.Builder before) {
    if (before.length() == 0) {
      return false;
    }
    String word = words.get(i);
    String last = words.get(i - 1);
    boolean closing = NO_BLANK_BEFORE.indexOf(word.charAt(0)) >= 0 || word.equals("n't");
    boolean opening = NO_BLANK_AFTER.indexOf(last.charAt(last.length() - 1)) >= 0;
    return !closing && !opening && !(isHan(word) || isHan(last));
  }

  private static boolean isHan(String word) {
    return word.codePoints().anyMatch(c -> c >= 0x2E80);
  }
}
