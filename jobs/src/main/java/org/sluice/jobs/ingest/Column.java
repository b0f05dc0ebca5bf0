package org.sluice.jobs.ingest;

import java.io.Serializable;

/**
 * A declared column.
 *
 * @param nullable whether a row may lack it; written as a question mark after the type
 */
record Column(String name, ColumnType type, boolean nullable) implements Serializable {
  static Column of(String name, String declared) {
    boolean nullable = declared.endsWith("?");
    String type = nullable ? declared.substring(0, declared.length() - 1) : declared;
    return new Column(name, ColumnType.of(name, type), nullable);
  }

  String missing() {
    return "column " + name + " is missing";
  }

  String wrongType() {
    return "column " + name + " is not a " + type.wireName();
  }
}
