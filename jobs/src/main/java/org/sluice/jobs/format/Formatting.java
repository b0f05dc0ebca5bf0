package org.sluice.jobs.format;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.dedup.ContentHash;

/** Makes an example of each row, and says which split it belongs to. */
final class Formatting implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final String ID = "id";
  private static final String SPLIT = "split";

  private final List<String> columns;
  private final boolean placed;
  private final Formatter.Maker maker;
  private final Answers answers;
  private final Splitting splitting;
  private final TreeMap<String, String> placeholders;

  /** Where answers stand and which there may be; none: any. */
  record Answers(String column, Set<String> labels) implements Serializable {}

  /** How rows are dealt to the splits when nobody has dealt them yet. */
  record Splitting(double testShare, long seed) implements Serializable {
    private static final double UNIT = 0x1p-53;

    /** The same for an id whatever else is in the table. */
    boolean isTest(String id) {
      long hash = ContentHash.of(seed + " " + id).high();
      return (hash >>> 11) * UNIT < testShare;
    }
  }

  /**
   * A pass over rows of a schema.
   *
   * @param placeholders what takes the place of {{NAME}} in texts
   */
  Formatting(
      StructType input,
      Formatter.Maker maker,
      Answers answers,
      Splitting splitting,
      Map<String, String> placeholders) {
    this.placeholders = new TreeMap<>(placeholders);
    this.columns = List.of(input.fieldNames());
    this.placed = Fields.isPlaced(input);
    this.maker = maker;
    this.answers = answers;
    this.splitting = splitting;
  }

  /** The columns behind this pass. */
  StructType schema() {
    return placed ? Schemas.FORMATTED.add(Schemas.PLACE, DataTypes.LongType) : Schemas.FORMATTED;
  }

  @Override
  public Worker open() {
    Formatter formatter = maker.make();
    return (values, out) -> {
      Map<String, Object> row = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        row.put(columns.get(i), filled(values[i]));
      }
      out.accept(item(row, formatter));
    };
  }

  /** A text with its placeholders filled. */
  private Object filled(Object value) {
    if (placeholders.isEmpty() || !(value instanceof String text)) {
      return value;
    }
    String filled = text;
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      filled = filled.replace("{{" + placeholder.getKey() + "}}", placeholder.getValue());
    }
    return filled;
  }

  private Item item(Map<String, Object> row, Formatter formatter) {
    String id = (String) row.get(ID);
    String label = answers.labels().isEmpty() ? null : (String) row.get(answers.column());
    try {
      if (label != null && !answers.labels().contains(label)) {
        throw new Formatter.Unfit("unknown_label");
      }
      Example example = formatter.format(row);
      List<Object> made = new ArrayList<>();
      made.add(id);
      made.add(split(row, id));
      made.add(example.prompt());
      made.add(example.completion());
      made.add(example.closed());
      made.add(example.trained());
      made.add(label);
      if (placed) {
        made.add(row.get(Schemas.PLACE));
      }
      return new Item.Kept(made.toArray());
    } catch (Formatter.Unfit e) {
      return Item.dropped(id, Format.NAME, e.getMessage(), null, null, null);
    }
  }

  private String split(Map<String, Object> row, String id) {
    if (row.containsKey(SPLIT)) {
      return (String) row.get(SPLIT);
    }
    return splitting.isTest(id) ? "test" : "train";
  }
}
