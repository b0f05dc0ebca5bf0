package org.sluice.jobs.clean;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;

/** All that clean does to a row: normalise its texts, judge them, note the scores. */
final class Judging implements RowPass {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final Judge judge;
  private final boolean keepScores;
  private final String assumedLanguage;

  Judging(Fields fields, CleanOptions options) {
    this.fields = fields;
    this.judge = options.judge();
    this.keepScores = options.keepScores();
    this.assumedLanguage = options.assumeLanguage();
  }

  /** The columns of rows that are kept: those of the input, and the scores. */
  StructType schema(StructType input) {
    StructType schema = input;
    if (keepScores) {
      for (String column : judge.columns()) {
        schema = schema.add(column, DataTypes.DoubleType);
      }
    }
    return schema;
  }

  @Override
  public Worker open() {
    return this::judge;
  }

  private void judge(Object[] row, Consumer<Item> out) {
    int scores = keepScores ? judge.columns().size() : 0;
    Object[] kept = Arrays.copyOf(row, row.length + scores);
    if (!fields.isTest(row)) {
      List<Judgement> judgements = judge.judge(fields.joined(row), assumedLanguage);
      for (Judgement judgement : judgements) {
        if (!judgement.keep()) {
          out.accept(dropped(row, judgement));
          return;
        }
      }
      if (keepScores) {
        double[] values = judge.values(judgements);
        for (int i = 0; i < values.length; i++) {
          kept[row.length + i] = number(values[i]);
        }
      }
    }
    out.accept(new Item.Kept(kept));
  }

  private Item dropped(Object[] row, Judgement judgement) {
    return Item.dropped(
        fields.id(row),
        Clean.NAME,
        judgement.reason(),
        number(judgement.measured()),
        number(judgement.threshold()),
        judgement.profile());
  }

  /** A measure that is not defined for a text is null in tables. */
  private static Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
