package org.sluice.text.lists;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds many strings in one pass over a text (Aho and Corasick 1975). */
final class Automaton implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A state: what has been read is the beginning of some string. */
  private static final class State implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Map<Character, Integer> next = new HashMap<>();
    private int fallback;
    private int ends; // strings that end here
  }

  private final List<State> states = new ArrayList<>(List.of(new State()));

  Automaton(Collection<String> strings) {
    strings.forEach(this::add);
    Deque<Integer> queue = new ArrayDeque<>(states.get(0).next.values());
    while (!queue.isEmpty()) {
      State state = states.get(queue.remove());
      state.next.forEach(
          (c, next) -> {
            State child = states.get(next);
            child.fallback = step(state.fallback, c);
            child.ends += states.get(child.fallback).ends;
            queue.add(next);
          });
    }
  }

  private void add(String string) {
    int at = 0;
    for (int i = 0; i < string.length(); i++) {
      Map<Character, Integer> next = states.get(at).next;
      Integer there = next.get(string.charAt(i));
      if (there == null) {
        there = states.size();
        states.add(new State());
        next.put(string.charAt(i), there);
      }
      at = there;
    }
    states.get(at).ends++;
  }

  private int step(int from, char c) {
    int at = from;
    while (true) {
      Integer next = states.get(at).next.get(c);
      if (next != null) {
        return next;
      }
      if (at == 0) {
        return 0;
      }
      at = states.get(at).fallback;
    }
  }

  /** How often the strings occur in a text, overlaps counted. */
  int count(String text) {
    int count = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      at = step(at, text.charAt(i));
      count += states.get(at).ends;
    }
    return count;
  }
}
