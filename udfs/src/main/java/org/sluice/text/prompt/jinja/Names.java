package org.sluice.text.prompt.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What parsing learns about names: which are read, which are set, which filters do not exist. */
final class Names {
  private static final Set<String> SPECIAL = Set.of("caller", "kwargs", "varargs");

  /** What loops and macros define themselves. */
  private static final Set<String> IMPLICIT = Set.of("loop", "caller", "kwargs", "varargs");

  /** The special names of one macro that its body reads before it sets them. */
  private static final class Uses {
    final Set<String> open = new HashSet<>(SPECIAL);
    final Set<String> read = new HashSet<>();
  }

  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> set = new HashSet<>();
  private final Deque<Uses> macros = new ArrayDeque<>();
  private final List<TemplateException> unknown = new ArrayList<>();
  private boolean lenient;
  private boolean marksGeneration;

  void read(String name) {
    read.add(name);
    if (SPECIAL.contains(name)) {
      macros.stream().filter(uses -> uses.open.contains(name)).forEach(uses -> uses.read.add(name));
    }
  }

  void set(String name) {
    set.add(name);
    macros.forEach(uses -> uses.open.remove(name));
  }

  /** Notes a {@code generation} block. */
  void generation() {
    marksGeneration = true;
  }

  boolean marksGeneration() {
    return marksGeneration;
  }

  void openMacro() {
    macros.push(new Uses());
  }

  /** The special names that the macro's body reads. */
  Set<String> closeMacro() {
    return macros.pop().read;
  }

  /** Names that are read and set nowhere, in the order in which they are first read. */
  Set<String> free() {
    Set<String> free = new LinkedHashSet<>(read);
    free.removeAll(set);
    free.removeAll(IMPLICIT);
    return free;
  }

  /**
   * Directly in the body of an {@code if} a missing filter or test is an error only when it is
   * reached.
   *
   * @return how it was before
   */
  boolean lenient(boolean lenient) {
    boolean before = this.lenient;
    this.lenient = lenient;
    return before;
  }

  void unknown(String kind, String name, int line) {
    if (!lenient) {
      String message = "No %s named '%s'.".formatted(kind, name);
      unknown.add(new TemplateException(ErrorKind.SYNTAX, message, line));
    }
  }

  int unknownCount() {
    return unknown.size();
  }

  /** Forgets what was found missing since {@code count}: it stands in a conditional expression. */
  void forgive(int count) {
    unknown.subList(count, unknown.size()).clear();
  }

  void refuseUnknown() {
    if (!unknown.isEmpty()) {
      throw unknown.get(0);
    }
  }
}
