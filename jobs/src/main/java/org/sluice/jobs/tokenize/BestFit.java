package org.sluice.jobs.tokenize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packs samples into blocks by best-fit decreasing (Johnson 1974): longest first, each into the
 * fullest block that has room for it; at most 11/9 of the fewest blocks, plus one.
 */
final class BestFit {
  private final int capacity;
  private final List<List<Sample>> blocks = new ArrayList<>();

  /** Blocks by the room that is left in them, oldest first. */
  private final TreeMap<Integer, Deque<List<Sample>>> byRoom = new TreeMap<>();

  private BestFit(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Packs samples.
   *
   * @param samples none longer than {@code capacity}; sorted by {@link Sample#LONGEST_FIRST} here
   * @param capacity tokens of a block
   */
  static List<List<Sample>> pack(List<Sample> samples, int capacity) {
    BestFit packing = new BestFit(capacity);
    samples.sort(Sample.LONGEST_FIRST);
    samples.forEach(packing::add);
    return packing.blocks;
  }

  private void add(Sample sample) {
    Map.Entry<Integer, Deque<List<Sample>>> fit = byRoom.ceilingEntry(sample.length());
    List<Sample> block;
    int room;
    if (fit == null) {
      block = new ArrayList<>();
      blocks.add(block);
      room = capacity;
    } else {
      block = fit.getValue().remove();
      room = fit.getKey();
      if (fit.getValue().isEmpty()) {
        byRoom.remove(room);
      }
    }
    block.add(sample);
    byRoom.computeIfAbsent(room - sample.length(), key -> new ArrayDeque<>()).add(block);
  }
}
