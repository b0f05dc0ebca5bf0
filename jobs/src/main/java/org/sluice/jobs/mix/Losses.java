package org.sluice.jobs.mix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Question;
import org.sluice.engine.file.Checkpoint;
import org.sluice.jobs.Fields;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.cluster.Slots;
import org.sluice.jobs.evaluate.ModelHolder;
import org.sluice.jobs.evaluate.Variant;
import org.sluice.jobs.mix.MixOptions.Curriculum;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;

/**
 * Puts the mean cross entropy of a text's tokens, in nats, behind each row; null for a text of
 * fewer than two tokens. Rows go through the model in batches, whose borders do not matter.
 */
final class Losses implements FlatMapFunction<Iterator<Item>, Item>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS_AT_ONCE = 16;
  private static final int TOKENS_AT_ONCE = 4096;

  private final Fields fields;
  private final Variant model;
  private final int maxLength;
  private final int threads;

  /**
   * @param maxLength tokens of a text that are looked at
   * @param threads native threads of the JVM
   */
  Losses(Fields fields, Variant model, int maxLength, int threads) {
    this.fields = fields;
    this.model = model;
    this.maxLength = maxLength;
    this.threads = threads;
  }

  /** The rows with their loss by the model of the options behind them. */
  static Flow behind(SparkSession spark, Flow rows, MixOptions options) {
    ModelOptions model =
        new ModelOptions(
            options.modelPath().orElseThrow(), null, ModelOptions.Precision.FP32, null);
    String digest;
    try (Checkpoint checkpoint = Checkpoint.open(model.local())) {
      digest = checkpoint.digest();
    }
    Losses losses =
        new Losses(
            Fields.of(rows.schema(), options.columns(), "mix.columns"),
            new Variant("mix", model, "", digest),
            options.curriculum().orElseThrow().maxLength(),
            Slots.nativeThreads(spark.sparkContext()));
    return rows.with(
        rows.items().mapPartitions(losses),
        rows.schema().add(Curriculum.LOSS, DataTypes.DoubleType));
  }

  @Override
  public Iterator<Item> call(Iterator<Item> items) {
    return new Iterator<>() {
      private Iterator<Item> ready = List.<Item>of().iterator();

      @Override
      public boolean hasNext() {
        return ready.hasNext() || items.hasNext();
      }

      @Override
      public Item next() {
        if (!ready.hasNext()) {
          List<Item> batch = new ArrayList<>();
          while (items.hasNext() && batch.size() < ROWS_AT_ONCE) {
            batch.add(items.next());
          }
          ready = ModelHolder.use(model, threads, holder -> measured(holder, batch)).iterator();
        }
        return ready.next();
      }
    };
  }

  private List<Item> measured(ModelHolder holder, List<Item> batch) {
    List<Question> questions = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Item> measured = new ArrayList<>(batch);
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i) instanceof Item.Kept kept) {
        Object[] row = kept.values();
        measured.set(i, new Item.Kept(Arrays.copyOf(row, row.length + 1)));
        int[] ids = holder.tokenizer().ids(fields.joined(row), true);
        if (ids.length >= 2) {
          int[] rest = Arrays.copyOfRange(ids, 1, Math.min(ids.length, maxLength));
          questions.add(new Question(new int[] {ids[0]}, List.of(rest)));
          places.add(i);
        }
      }
    }
    float[][][] found = new Evaluator(holder.model(), TOKENS_AT_ONCE).logProbabilities(questions);
    for (int q = 0; q < found.length; q++) {
      Object[] row = ((Item.Kept) measured.get(places.get(q))).values();
      row[row.length - 1] = -Evaluator.sum(found[q][0]) / found[q][0].length;
    }
    return measured;
  }
}
