package org.sluice.jobs.ingest;

import java.io.Closeable;
import java.io.IOException;
import org.sluice.jobs.tables.Item;

/** Reads the rows of one range. */
interface RangeReader extends Closeable {
  /** The next row or reject; null at the end. */
  Item next() throws IOException;
}
