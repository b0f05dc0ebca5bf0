package org.sluice.jobs.tokenize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packs samples into blocks, each into the fullest open block that has room for it.
 *
 * <p>Longest first into any block it is best-fit decreasing: at most 11/9 of the fewest blocks,
 * plus one (Johnson 1974). In an order that is to be kept only the newest blocks are open, which
 * Csirik and Johnson (2001) call bounded best fit: a sample stands before others by less than
 * {@link #OPEN_IN_ORDER} blocks and never behind them.
 */
final class BestFit {
  static final int OPEN_IN_ORDER = 16;

  private final int capacity;
  private final int open;
  private final List<Block> blocks = new ArrayList<>();

  /** Open blocks by the room that is left in them, oldest first. */
  private final TreeMap<Integer, Deque<Block>> byRoom = new TreeMap<>();

  private BestFit(int capacity, int open) {
    this.capacity = capacity;
    this.open = open;
  }

  /** A block while it is filled. */
  private static final class Block {
    private final List<Sample> samples = new ArrayList<>();
    private int room;

    private Block(int room) {
      this.room = room;
    }
  }

  /**
   * Packs samples in any order.
   *
   * @param samples none longer than {@code capacity}; sorted by {@link Sample#LONGEST_FIRST} here
   * @param capacity tokens of a block
   */
  static List<List<Sample>> pack(List<Sample> samples, int capacity) {
    samples.sort(Sample.LONGEST_FIRST);
    return new BestFit(capacity, Integer.MAX_VALUE).packed(samples);
  }

  /** Packs samples in their order; blocks stand in the order of their first samples. */
  static List<List<Sample>> packInOrder(List<Sample> samples, int capacity) {
    return new BestFit(capacity, OPEN_IN_ORDER).packed(samples);
  }

  private List<List<Sample>> packed(List<Sample> samples) {
    samples.forEach(this::add);
    return blocks.stream().map(block -> block.samples).toList();
  }

  private void add(Sample sample) {
    Map.Entry<Integer, Deque<Block>> fit = byRoom.ceilingEntry(sample.length());
    Block block = fit == null ? opened() : fit.getValue().getFirst();
    if (fit != null) {
      close(block);
    }
    block.samples.add(sample);
    block.room -= sample.length();
    byRoom.computeIfAbsent(block.room, key -> new ArrayDeque<>()).add(block);
  }

  private Block opened() {
    if (blocks.size() >= open) {
      close(blocks.get(blocks.size() - open));
    }
    Block block = new Block(capacity);
    blocks.add(block);
    return block;
  }

  /** Takes a block out of those that have room. */
  private void close(Block block) {
    Deque<Block> alike = byRoom.get(block.room);
    alike.remove(block);
    if (alike.isEmpty()) {
      byRoom.remove(block.room);
    }
  }
}
