package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;

/** What {@code d.keys()}, {@code d.values()} and {@code d.items()} give: sized, but not indexed. */
public record DictView(String typeName, Collection<Object> content) implements PyObject {
  @Override
  public boolean truth() {
    return !content.isEmpty();
  }

  @Override
  public String repr() {
    return typeName + "([" + Printer.join(new ArrayList<>(content)) + "])";
  }

  @Override
  public Iterator<Object> iterator() {
    return content.iterator();
  }

  @Override
  public int length() {
    return content.size();
  }
}
