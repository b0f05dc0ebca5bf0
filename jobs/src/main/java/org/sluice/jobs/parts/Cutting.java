package org.sluice.jobs.parts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.dedup.ContentHash;
import org.sluice.text.dedup.LineKeys;
import org.sluice.text.dedup.LineKeys.Parts;
import org.sluice.text.rules.Document;
import org.sluice.text.words.Language;
import org.sluice.text.words.Sentences;

/** Takes repeated parts out of the texts of one partition. */
final class Cutting implements Iterator<Item> {
  private final Iterator<Item> rows;
  private final FirstPlaces firsts;
  private final Fields fields;
  private final DedupTextOptions options;
  private final LineKeys keys;
  private final Sentences sentences = new Sentences(Language.ENGLISH);
  private final Deque<Item> ready = new ArrayDeque<>();

  Cutting(Iterator<Item> rows, FirstPlaces firsts, Fields fields, DedupTextOptions options) {
    this.rows = rows;
    this.firsts = firsts;
    this.fields = fields;
    this.options = options;
    this.keys = new LineKeys(options.level());
  }

  static long hash(String text) {
    ContentHash hash = ContentHash.of(text);
    return hash.high() ^ hash.low();
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || rows.hasNext();
  }

  @Override
  public Item next() {
    if (ready.isEmpty()) {
      Item item = rows.next();
      if (item instanceof Item.Kept kept && !fields.isTest(kept.values())) {
        cut(kept.values());
      } else {
        ready.add(item);
      }
    }
    return ready.remove();
  }

  private void cut(Object[] row) {
    String text = fields.joined(row);
    Parts parts = keys.of(text);
    boolean[] goes = repeats(fields.id(row), hash(text), parts);
    StringBuilder left = new StringBuilder(text.length());
    int pieces = 0;
    for (int i = 0; i < goes.length; i++) {
      pieces += goes[i] ? 1 : 0;
      left.append(goes[i] ? "" : parts.pieces().get(i));
    }
    if (pieces == 0) {
      ready.add(new Item.Kept(row));
      return;
    }
    String rest = left.toString().strip();
    String level = options.level().name().toLowerCase(Locale.ROOT);
    int words = Document.words(rest).size();
    int count = rest.isEmpty() ? 0 : sentences.parts(rest).size();
    if (words < options.minWords() || rest.isEmpty()) {
      ready.add(dropped(row, "too_few_words_left", words, options.minWords(), level));
    } else if (count < options.minSentences()) {
      ready.add(dropped(row, "too_few_sentences_left", count, options.minSentences(), level));
    } else {
      keep(row, rest, text, pieces, level);
    }
  }

  private void keep(Object[] row, String rest, String text, int pieces, String level) {
    Object[] values = row.clone();
    values[fields.texts()[0]] = rest;
    ready.add(new Item.Kept(values));
    long characters = (long) Document.length(text) - Document.length(rest);
    ready.add(
        new Item.Aside(
            Schemas.CUTS_TABLE,
            new Object[] {
              fields.id(row), "repeated_" + level, (long) pieces, characters, null, DedupText.NAME
            }));
  }

  private Item dropped(Object[] row, String rule, double found, double limit, String level) {
    return Item.dropped(fields.id(row), DedupText.NAME, rule, found, limit, level);
  }

  /** The pieces that go: all of a span that stands earlier. */
  private boolean[] repeats(String id, long hash, Parts parts) {
    boolean[] goes = new boolean[parts.pieces().size()];
    for (int i = 0; i < parts.keys().length; i++) {
      if (parts.keys()[i] != 0 && firsts.isRepeat(parts.keys()[i], new Occurrence(id, hash, i))) {
        for (int k = i; k < i + keys.span(); k++) {
          goes[k] = true;
        }
      }
    }
    return goes;
  }
}
