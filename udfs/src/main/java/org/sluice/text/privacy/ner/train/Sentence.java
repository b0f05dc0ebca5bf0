package org.sluice.text.privacy.ner.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sluice.text.privacy.ner.EntityType;
import org.sluice.text.privacy.ner.Tokens;

/**
 * A marked text.
 *
 * @param marks what it holds, in order of position
 * @param known the types that are marked wherever they occur; of the others nothing is said
 */
record Sentence(String text, List<Mark> marks, Set<EntityType> known) {
  /** An entity in UTF-16 units. */
  record Mark(EntityType type, int start, int end) {}

  /** Builds a marked text piece by piece. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Mark> marks = new ArrayList<>();

    Builder add(String plain) {
      text.append(plain);
      return this;
    }

    Builder add(EntityType type, String value) {
      marks.add(new Mark(type, text.length(), text.length() + value.length()));
      return add(value);
    }

    Builder add(Sentence part) {
      for (Mark mark : part.marks) {
        marks.add(new Mark(mark.type, mark.start + text.length(), mark.end + text.length()));
      }
      return add(part.text);
    }

    int length() {
      return text.length();
    }

    Sentence build(Set<EntityType> known) {
      return new Sentence(text.toString(), List.copyOf(marks), known);
    }
  }

  /** The same in lower case; null where that would move the marks. */
  Sentence lowered() {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.length() == text.length() ? new Sentence(lower, marks, known) : this;
  }

  /** The same in upper case, or itself where that would move the marks. */
  Sentence raised() {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.length() == text.length() ? new Sentence(upper, marks, known) : this;
  }

  /**
   * The labels that each token may have, one bit each, or null where a mark's end lies within a
   * token.
   */
  int[] allowed(Tokens tokens) {
    int open = 1 << EntityType.OUTSIDE;
    for (EntityType type : EntityType.values()) {
      open |= known.contains(type) ? 0 : both(type);
    }
    int[] allowed = new int[tokens.size()];
    int next = 0;
    for (int token = 0; token < allowed.length; token++) {
      while (next < marks.size() && marks.get(next).end <= tokens.start(token)) {
        next++;
      }
      Mark mark = next < marks.size() ? marks.get(next) : null;
      if (mark == null || mark.start >= tokens.end(token)) {
        allowed[token] = open;
      } else if (tokens.start(token) < mark.start || tokens.end(token) > mark.end) {
        return null;
      } else {
        boolean first = tokens.start(token) == mark.start;
        allowed[token] = first ? 1 << mark.type.first() : 1 << mark.type.further();
      }
    }
    return allowed;
  }

  private static int both(EntityType type) {
    return 1 << type.first() | 1 << type.further();
  }
}
