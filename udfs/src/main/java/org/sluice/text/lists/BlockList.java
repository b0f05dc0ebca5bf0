package org.sluice.text.lists;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.text.normalize.LowerCase;

/** A list that texts or addresses are searched for, in time linear in what is searched. */
public final class BlockList implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What an entry is, and where it is sought. */
  public enum Kind {
    /** Words and phrases in a text, in lower case, between characters that are no word's. */
    WORDS,
    /** Words and phrases anywhere in a text, in lower case: for languages without blanks. */
    PARTS,
    /** Domains, hosts or whole addresses. */
    DOMAINS,
    /** Pieces of an address between characters that are no letters or digits, in their case. */
    URL_WORDS,
    /** Parts of an address in lower case without such characters. */
    URL_PARTS
  }

  private final Kind kind;
  private final Set<String> entries = new HashSet<>();
  private final Map<String, List<String>> byFirst = new HashMap<>(); // word to phrases
  private final Automaton parts;

  /** A list; blank entries are none, and C4's allowed words are not taken out. */
  public BlockList(Kind kind, List<String> lines) {
    this.kind = kind;
    for (String line : lines) {
      String entry = line.strip();
      if (!entry.isEmpty()) {
        add(kind == Kind.DOMAINS || kind == Kind.URL_WORDS ? entry : lower(entry));
      }
    }
    boolean anywhere = kind == Kind.PARTS || kind == Kind.URL_PARTS;
    this.parts = anywhere ? new Automaton(entries) : null;
  }

  private void add(String entry) {
    entries.add(entry);
    if (kind == Kind.WORDS) {
      int end = wordEnd(entry, 0);
      String first = entry.substring(0, Math.max(1, end));
      byFirst.computeIfAbsent(first, word -> new ArrayList<>()).add(entry);
    }
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How often an entry occurs: in a text, or in an address for the kinds that are about one. */
  public int count(String text) {
    return switch (kind) {
      case WORDS -> words(lower(text));
      case PARTS -> parts.count(lower(text));
      case DOMAINS -> domain(text);
      case URL_WORDS -> pieces(text);
      case URL_PARTS -> parts.count(lower(text).replaceAll("[^a-z0-9]", ""));
    };
  }

  private int words(String text) {
    int count = 0;
    int i = 0;
    while (i < text.length()) {
      int end = Math.max(i + 1, wordEnd(text, i));
      for (String phrase : byFirst.getOrDefault(text.substring(i, end), List.of())) {
        int behind = i + phrase.length();
        boolean ends = behind >= text.length() || !isWord(text.charAt(behind));
        count += ends && text.startsWith(phrase, i) ? 1 : 0;
      }
      i = end;
    }
    return count;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || Character.isSurrogate(c);
  }

  /** The address, its host, or a domain around the host; www. is none. */
  private int domain(String url) {
    String bare = url.replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*://", "");
    if (entries.contains(url) || entries.contains(bare)) {
      return 1;
    }
    String host =
        lower(bare.split("[/?#]", 2)[0].replaceFirst("^[^@]*@", "").replaceFirst(":\\d*$", ""));
    for (int dot = -1; ; dot = host.indexOf('.', dot + 1)) {
      String domain = host.substring(dot + 1);
      if (entries.contains(domain)) {
        return 1;
      }
      if (host.indexOf('.', dot + 1) < 0) {
        return 0;
      }
    }
  }

  private int pieces(String url) {
    Set<String> found = new HashSet<>();
    for (String piece : url.split("[^a-zA-Z0-9]+")) {
      if (entries.contains(piece)) {
        found.add(piece);
      }
    }
    return found.size();
  }

  private static String lower(String text) {
    return LowerCase.of(text);
  }
}
