package org.sluice.jobs.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was made of an argument, kept for the next rows with the same one. Any thread may use it.
 */
final class Recent<K, V> {
  /** Arguments such as templates are few in a query; a column of them must not fill the memory. */
  private static final int MOST = 64;

  private final Function<K, V> make;
  private final Map<K, V> made =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MOST, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
              return size() > MOST;
            }
          });

  Recent(Function<K, V> make) {
    this.make = make;
  }

  V of(K key) {
    V found = made.get(key);
    if (found == null) {
      found = make.apply(key);
      made.put(key, found);
    }
    return found;
  }
}
