package org.sluice.jobs.dedup;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.sluice.jobs.tables.Item;

/** Takes the duplicates out of the rows of one partition, and the signature off the others. */
final class Removing implements Iterator<Item> {
  private final Iterator<Item> rows;
  private final Map<Long, Duplicate> duplicates = new HashMap<>();
  private final double threshold;
  private long place;

  /**
   * The rows without duplicates.
   *
   * @param threshold the least share of equal bands that makes two rows neighbours
   */
  Removing(Iterator<Item> rows, Iterator<List<Duplicate>> dropped, double threshold) {
    this.rows = rows;
    this.threshold = threshold;
    dropped.forEachRemaining(
        part -> part.forEach(row -> duplicates.put(RowNumbers.place(row.row()), row)));
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Item next() {
    Item item = rows.next();
    Duplicate duplicate = duplicates.get(place++);
    if (duplicate != null) {
      boolean same = duplicate.rule().equals(Duplicate.EXACT);
      return Item.dropped(
          duplicate.id(),
          Dedup.NAME,
          duplicate.rule(),
          duplicate.score(),
          same ? 1.0 : threshold,
          duplicate.representative());
    }
    if (item instanceof Item.Kept kept) {
      return new Item.Kept(Arrays.copyOf(kept.values(), kept.values().length - 1));
    }
    return item;
  }
}
