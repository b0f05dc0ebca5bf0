package org.sluice.text.prompt.python;

import java.util.Iterator;
import java.util.function.Supplier;

/** An iterator that can be walked once: it is true even when empty, and it has no length. */
public final class Generator implements PyObject {
  private final String typeName;
  private final Supplier<Iterator<Object>> source;
  private Iterator<Object> iterator;

  /**
   * An iterator whose work, and whose errors, begin with the first item asked for.
   *
   * @param typeName what Python calls the iterator's class
   */
  public Generator(String typeName, Supplier<Iterator<Object>> source) {
    this.typeName = typeName;
    this.source = source;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public Iterator<Object> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return walked().hasNext();
      }

      @Override
      public Object next() {
        return walked().next();
      }
    };
  }

  private Iterator<Object> walked() {
    if (iterator == null) {
      iterator = source.get();
    }
    return iterator;
  }
}
