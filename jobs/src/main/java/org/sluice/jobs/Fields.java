package org.sluice.jobs;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.tables.Schemas;

/** Places of columns in the rows of a table. */
public final class Fields implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;
  private static final String TEST = "test";

  private final int id;
  private final int split;
  private final int language;
  private final int[] texts;

  private Fields(StructType schema, List<String> texts) {
    List<String> names = Arrays.asList(schema.fieldNames());
    this.id = names.indexOf("id");
    this.split = names.indexOf("split");
    this.language = names.indexOf("lang");
    this.texts = texts.stream().mapToInt(names::indexOf).toArray();
  }

  /**
   * Places of the id and of the text columns that a step works on.
   *
   * @param key the setting that names the columns, for the message
   * @throws UserError for a column that the table has not, or that holds no strings
   */
  public static Fields of(StructType schema, List<String> texts, String key) {
    List<String> names = Arrays.asList(schema.fieldNames());
    for (String text : texts) {
      if (!names.contains(text)) {
        throw UserError.of(
            "%s: the table has no column %s".formatted(key, text),
            "did you mean %s?".formatted(Nearest.to(text, names)));
      }
      String type = schema.apply(text).dataType().typeName();
      if (!type.equals("string")) {
        throw UserError.of(
            "%s: column %s holds %s, not text".formatted(key, text, type), "name another column");
      }
    }
    return new Fields(schema, texts);
  }

  /** Whether rows have their place in the order of a mixture. */
  public static boolean isPlaced(StructType schema) {
    return Arrays.asList(schema.fieldNames()).contains(Schemas.PLACE)
        && schema.apply(Schemas.PLACE).dataType().equals(DataTypes.LongType);
  }

  /**
   * Refuses a table without the order of a mixture.
   *
   * @param key the setting that asks for it, for the message
   */
  public static void requirePlace(StructType schema, String key) {
    if (!isPlaced(schema)) {
      throw UserError.of(
          "%s: the table has no column %s".formatted(key, Schemas.PLACE),
          "put the step mix before it, or set it to false");
    }
  }

  public String id(Object[] row) {
    return (String) row[id];
  }

  /** Places of the text columns, in the order in which they were named. */
  public int[] texts() {
    return texts.clone();
  }

  /** The texts joined by line breaks; empty and missing ones are left out. */
  public String joined(Object[] row) {
    if (texts.length == 1) {
      return row[texts[0]] == null ? "" : (String) row[texts[0]];
    }
    StringBuilder joined = new StringBuilder();
    for (int at : texts) {
      String text = (String) row[at];
      if (text != null && !text.isEmpty()) {
        joined.append(joined.length() == 0 ? "" : "\n").append(text);
      }
    }
    return joined.toString();
  }

  /** The language that the row was identified as, or null. */
  public String language(Object[] row) {
    return language == NONE ? null : (String) row[language];
  }

  /** Whether the row is held out for tests; such rows are never dropped. */
  public boolean isTest(Object[] row) {
    return split != NONE && TEST.equals(row[split]);
  }
}
