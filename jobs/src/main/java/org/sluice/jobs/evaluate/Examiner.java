package org.sluice.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.LongAccumulator;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Question;
import org.sluice.engine.generate.Generated;
import org.sluice.engine.generate.SamplingOptions;
import org.sluice.engine.train.Batch;
import org.sluice.jobs.evaluate.EvaluateOptions.Metric;

/**
 * Measures one model on the rows of a partition, a batch at a time.
 *
 * @param sampleIds rows whose answers are generated
 * @param threads native threads of the JVM
 * @param done counts the rows for whoever waits
 */
record Examiner(
    EvaluateOptions options,
    Variant variant,
    Set<String> sampleIds,
    int threads,
    LongAccumulator done)
    implements MapPartitionsFunction<org.apache.spark.sql.Row, org.apache.spark.sql.Row>,
        Serializable {

  @Override
  public Iterator<org.apache.spark.sql.Row> call(Iterator<org.apache.spark.sql.Row> rows) {
    return new Iterator<>() {
      private Iterator<Prediction> ready = List.<Prediction>of().iterator();

      @Override
      public boolean hasNext() {
        return ready.hasNext() || rows.hasNext();
      }

      @Override
      public org.apache.spark.sql.Row next() {
        if (!ready.hasNext()) {
          List<EvalRow> batch = new ArrayList<>();
          while (rows.hasNext() && batch.size() < options.batchSize()) {
            batch.add(EvalRow.of(rows.next()));
          }
          ready = ModelHolder.use(variant, threads, holder -> examine(holder, batch)).iterator();
          done.add(batch.size());
        }
        return ready.next().toRow();
      }
    };
  }

  private List<Prediction> examine(ModelHolder holder, List<EvalRow> rows) {
    double[] losses = losses(holder, rows);
    double[][] scores = scores(holder, rows);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      EvalRow row = rows.get(i);
      boolean sample = sampleIds.contains(row.id());
      boolean scored = scores[i].length > 0;
      predictions.add(
          new Prediction(
              row.id(),
              variant.name(),
              row.label().isEmpty() ? null : row.label(),
              scored ? options.labels().get(Evaluator.best(scores[i])) : null,
              scores[i],
              losses[i],
              row.row().targets(),
              sample ? holder.tokenizer().decode(row.prompt(), false) : null,
              sample ? generate(holder, row) : null));
    }
    return predictions;
  }

  /** Sum of the cross entropies of each row's answer. */
  private static double[] losses(ModelHolder holder, List<EvalRow> rows) {
    Batch batch = Batch.of(rows.stream().map(EvalRow::row).toList());
    int[] lengths = rows.stream().mapToInt(r -> r.row().inputIds().length).toArray();
    float[] logProbabilities =
        holder.model().logProbabilities(batch.ids(), lengths, batch.wanted(), batch.targets());
    double[] losses = new double[rows.size()];
    int at = 0;
    for (int i = 0; i < losses.length; i++) {
      for (int k = rows.get(i).row().targets(); k > 0; k--) {
        losses[i] -= logProbabilities[at++];
      }
    }
    return losses;
  }

  private double[][] scores(ModelHolder holder, List<EvalRow> rows) {
    if (!options.metrics().contains(Metric.ACCURACY) || options.labels().isEmpty()) {
      double[][] none = new double[rows.size()][];
      Arrays.fill(none, new double[0]);
      return none;
    }
    List<Question> questions =
        rows.stream().map(r -> r.question(options.labels(), holder.tokenizer())).toList();
    int tokens = rows.stream().mapToInt(r -> r.row().inputIds().length).sum();
    return new Evaluator(holder.model(), tokens * options.labels().size()).scores(questions);
  }

  private String generate(ModelHolder holder, EvalRow row) {
    SamplingOptions sampling =
        new SamplingOptions(
            options.maxNewTokens(),
            options.temperature(),
            options.topP(),
            options.stop(),
            options.seed());
    int[] answer = row.answer();
    int end = answer[answer.length - 1];
    Generated generated = holder.generator(end).generate(List.of(row.prompt()), sampling).get(0);
    return generated.text();
  }
}
