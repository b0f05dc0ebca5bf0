package org.sluice.jobs.tables;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Sends the rows of one partition through a worker. */
final class Passing implements Iterator<Item> {
  private final Iterator<Item> rows;
  private final RowPass.Worker worker;
  private final Deque<Item> ready = new ArrayDeque<>();
  private int sentOn;
  private boolean ended;

  Passing(Iterator<Item> rows, RowPass.Worker worker) {
    this.rows = rows;
    this.worker = worker;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      advance(rows.next());
    }
    if (ready.isEmpty() && !ended) {
      ended = true;
      worker.end(ready::add);
    }
    return !ready.isEmpty();
  }

  private void advance(Item item) {
    if (!(item instanceof Item.Kept kept)) {
      ready.add(item);
      return;
    }
    sentOn = 0;
    worker.accept(kept.values(), this::send);
    if (sentOn != 1) {
      throw new IllegalStateException("A row was sent on " + sentOn + " times instead of once");
    }
  }

  private void send(Item item) {
    if (!(item instanceof Item.Aside aside) || aside.takesRowOut()) {
      sentOn++;
    }
    ready.add(item);
  }

  @Override
  public Item next() {
    return ready.remove();
  }
}
