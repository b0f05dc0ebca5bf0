package org.sluice.jobs.mix;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.Fields;
import org.sluice.jobs.mix.MixOptions.Unit;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;

/** Puts a row's size and its place in the curriculum behind it. */
final class Measuring implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final String SIZE = "_size";
  private static final String RANK = "_rank";

  private final Fields fields;
  private final Unit unit;
  private final String tokenizerJson;
  private final Ranking ranking;

  /**
   * What rows are ordered by.
   *
   * @param column place of a column of numbers, {@link #BY_LENGTH}, or {@link #NONE}
   * @param descending whether the largest come first
   */
  record Ranking(int column, boolean descending) implements Serializable {
    static final int BY_LENGTH = -1;
    static final int NONE = -2;

    /** Smaller comes first; NaN, for rows without a number, last. */
    double of(Object[] row, double length) {
      if (column == NONE) {
        return 0;
      }
      double value = length;
      if (column != BY_LENGTH) {
        value = row[column] instanceof Number number ? number.doubleValue() : Double.NaN;
      }
      return descending ? -value : value;
    }
  }

  /**
   * @param tokenizerJson the text of a tokenizer.json; null where nothing counts tokens
   */
  Measuring(Fields fields, Unit unit, String tokenizerJson, Ranking ranking) {
    this.fields = fields;
    this.unit = unit;
    this.tokenizerJson = tokenizerJson;
    this.ranking = ranking;
  }

  /** The columns behind this pass. */
  static StructType measured(StructType schema) {
    return schema.add(SIZE, DataTypes.LongType).add(RANK, DataTypes.DoubleType);
  }

  @Override
  public Worker open() {
    Tokenizer tokenizer = unit == Unit.TOKENS ? opened() : null;
    return (row, out) -> {
      String text = fields.joined(row);
      long length =
          tokenizer == null
              ? text.codePointCount(0, text.length())
              : tokenizer.ids(text, false).length;
      Object[] measured = Arrays.copyOf(row, row.length + 2);
      measured[row.length] = unit == Unit.ROWS ? 1L : length;
      measured[row.length + 1] = ranking.of(row, length);
      out.accept(new Item.Kept(measured));
    };
  }

  private Tokenizer opened() {
    Tokenizer tokenizer = Tokenizer.of(tokenizerJson, "mix.model_path");
    TaskCompletionListener close = context -> tokenizer.close();
    TaskContext.get().addTaskCompletionListener(close);
    return tokenizer;
  }

  /** Columns of numbers in a table. */
  static List<String> numbers(StructType schema) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.dataType() instanceof org.apache.spark.sql.types.NumericType)
        .map(org.apache.spark.sql.types.StructField::name)
        .toList();
  }
}
