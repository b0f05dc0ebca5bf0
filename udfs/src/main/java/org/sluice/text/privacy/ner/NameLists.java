package org.sluice.text.privacy.ner;

import java.util.List;

/** The lists of names, for the trainer. */
public final class NameLists {
  private NameLists() {}

  /** The entries of the list of that name, in order. */
  public static List<String> entries(String name) {
    return Gazetteer.list(name);
  }
}
