package org.sluice.text.privacy.ner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Which lists of names a token stands in, alone or with its neighbours. The lists are this
 * package's tables, made by {@code benchmarks/privacy/make_lists.py}.
 */
final class Gazetteer {
  /** A list and the bit that says that an entry begins at a token; the next bit: it goes on. */
  private record Table(String name, int bit) {}

  private static final int LONGEST = 8;

  static final Gazetteer ENGLISH =
      new Gazetteer(
          new Table("given-names", 0),
          new Table("family-names", 2),
          new Table("cities", 4),
          new Table("countries", 6),
          new Table("states", 6),
          new Table("jobs", 8));

  static final int GIVEN_NAMES = 1;
  static final int FAMILY_NAMES = 1 << 2;

  /** Bits of people's names in {@link #CHINESE}: where an entry begins. */
  static final int CHINESE_PEOPLE = 1 | 1 << 2;

  static final int CHINESE_FOREIGNERS = 1 << 2;

  static final Gazetteer CHINESE =
      new Gazetteer(
          new Table("zh-people", 0),
          new Table("zh-foreigners", 2),
          new Table("zh-places", 4),
          new Table("zh-organisations", 6));

  private final Map<Long, Integer> entries = new HashMap<>(); // hash of the tokens to bits

  private Gazetteer(Table... tables) {
    for (Table table : tables) {
      for (String entry : list(table.name())) {
        Tokens tokens = Tokens.of(entry);
        if (tokens.size() <= LONGEST) {
          long hash = 0;
          for (int i = 0; i < tokens.size(); i++) {
            hash = extend(hash, tokens.lower(i));
          }
          entries.merge(hash, 1 << table.bit(), (a, b) -> a | b);
        }
      }
    }
  }

  /** The entries of a list. */
  static List<String> list(String name) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Gazetteer.class.getResourceAsStream(name + ".txt.gz")),
                StandardCharsets.UTF_8))) {
      List<String> entries = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        entries.add(line);
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the list " + name, e);
    }
  }

  private static long extend(long hash, String lower) {
    long mixed = (hash ^ lower.hashCode()) * 0x9FB21C651E98DF25L;
    return mixed ^ mixed >>> 31;
  }

  /** The bits of the lists that hold a text as a whole; 0 for none. */
  int bitsOf(String entry) {
    Tokens tokens = Tokens.of(entry);
    long hash = 0;
    for (int i = 0; i < tokens.size(); i++) {
      hash = extend(hash, tokens.lower(i));
    }
    return entries.getOrDefault(hash, 0);
  }

  /** Bits for each token. */
  int[] bits(Tokens tokens) {
    int[] bits = new int[tokens.size()];
    for (int start = 0; start < bits.length; start++) {
      long hash = 0;
      for (int end = start; end < bits.length && end < start + LONGEST; end++) {
        if (tokens.kind(end) == Tokens.LINE) {
          break;
        }
        hash = extend(hash, tokens.lower(end));
        Integer found = entries.get(hash);
        if (found != null) {
          bits[start] |= found;
          for (int i = start + 1; i <= end; i++) {
            bits[i] |= found << 1;
          }
        }
      }
    }
    return bits;
  }
}
