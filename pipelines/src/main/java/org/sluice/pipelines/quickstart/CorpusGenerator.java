package org.sluice.pipelines.quickstart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sluice.pipelines.quickstart.Planted.Kind;
import org.sluice.text.privacy.canary.MadeUpNumbers;

/**
 * Makes up a corpus of short finance news in which everything that a preparation should find is
 * planted: copies and near-copies, junk for many rules, other languages, personal data, dirt and
 * broken lines. What was planted where stands in a manifest, so recall can be counted.
 */
public final class CorpusGenerator {
  /** Shares of all documents; the rest is good. */
  private static final double DUPLICATES = 0.06;

  private static final double NEAR_DUPLICATES = 0.06;
  private static final double JUNK = 0.12;
  private static final double OTHER_LANGUAGES = 0.02;
  private static final double BROKEN = 0.002;

  /** Shares of the good documents. */
  private static final double PERSONAL = 0.12;

  private static final double DIRTY = 0.04;

  private static final List<String> LANGUAGES = List.of("de", "fr", "es", "zh");

  private final GenerateOptions options;
  private final Random random;
  private final Phrases phrases = Phrases.load();
  private final FinanceNews news = new FinanceNews(phrases);
  private final Junk junk = new Junk(phrases);

  private CorpusGenerator(GenerateOptions options) {
    this.options = options;
    this.random = new Random(options.seed());
  }

  /**
   * Writes the corpus under {@link GenerateOptions#path()}.
   *
   * @return how much of each kind was planted
   * @throws org.sluice.base.UserError when the folder holds other data or cannot be written
   */
  public static GeneratedCorpus generate(GenerateOptions options) {
    CorpusGenerator generator = new CorpusGenerator(options);
    return CorpusFiles.write(options, generator.documents());
  }

  private List<Planted> documents() {
    int rows = options.rows();
    int copies = (int) (rows * DUPLICATES);
    int nearCopies = (int) (rows * NEAR_DUPLICATES);
    int junkRows = (int) (rows * JUNK);
    int foreign = (int) (rows * OTHER_LANGUAGES);
    int broken = (int) (rows * BROKEN);
    int good = rows - copies - nearCopies - junkRows - foreign - broken;

    List<Planted> documents = new ArrayList<>(rows);
    for (int i = 0; i < good; i++) {
      documents.add(good(i));
    }
    for (int i = 0; i < copies + nearCopies; i++) {
      // each original is copied once at most, so that clusters are pairs
      int of = (int) ((long) i * good / (copies + nearCopies));
      Planted original = documents.get(of);
      documents.add(
          i % 2 == 0 && i / 2 < copies
              ? original.copy(Kind.DUPLICATE, of, original.text())
              : original.copy(Kind.NEAR_DUPLICATE, of, withWordsChanged(original.text())));
    }
    for (int i = 0; i < junkRows; i++) {
      documents.add(junk.write(i, label(i), random));
    }
    for (int i = 0; i < foreign; i++) {
      documents.add(foreign(LANGUAGES.get(i % LANGUAGES.size()), label(i)));
    }
    for (int i = 0; i < broken; i++) {
      String cut = news.write(label(i), List.of(), random);
      documents.add(
          Planted.bad(
              Kind.BROKEN, cut, label(i), BrokenLine.of(i).name().toLowerCase(Locale.ROOT)));
    }
    return documents;
  }

  private Planted good(int number) {
    String label = label(number);
    List<String> entities = new ArrayList<>();
    List<String> contacts = new ArrayList<>();
    if (random.nextDouble() < PERSONAL) {
      int first = random.nextInt(MadeUpNumbers.TYPES.size());
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        String type = MadeUpNumbers.TYPES.get((first + 3 * i) % MadeUpNumbers.TYPES.size());
        String value = MadeUpNumbers.value(type, random);
        contacts.add(phrases.one("contact." + type, random).replace("{value}", value));
        entities.add(type);
      }
    }
    String text = news.write(label, contacts, random);
    // dirt would cut planted numbers in two, so a document gets either
    if (entities.isEmpty() && random.nextDouble() < DIRTY) {
      Dirt dirt = Dirt.values()[random.nextInt(Dirt.values().length)];
      return Planted.good(
          dirt.apply(text, random), label, dirt.name().toLowerCase(Locale.ROOT), entities);
    }
    return Planted.good(text, label, "", entities);
  }

  private Planted foreign(String language, String label) {
    List<String> sentences = phrases.some("language." + language, 6, random);
    String separator = language.equals("zh") ? "" : " ";
    return Planted.bad(Kind.LANGUAGE, String.join(separator, sentences), label, language);
  }

  /** One or two words replaced: 1 to 3 % of a document of 60 to 130. */
  private String withWordsChanged(String text) {
    List<String> swaps = new ArrayList<>(phrases.all("swap"));
    Collections.shuffle(swaps, random);
    String changed = text;
    int changes = 1 + random.nextInt(2);
    for (String swap : swaps) {
      String[] pair = swap.split("=");
      String next = changed.replaceFirst("\\b" + pair[0] + "\\b", pair[1]);
      if (!next.equals(changed)) {
        changed = next;
        changes--;
      }
      if (changes == 0) {
        break;
      }
    }
    return changed;
  }

  private static String label(int number) {
    return FinanceNews.LABELS.get(number % FinanceNews.LABELS.size());
  }
}
