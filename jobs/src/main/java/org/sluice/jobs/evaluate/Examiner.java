package org.sluice.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.LongAccumulator;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Question;
import org.sluice.engine.generate.Generated;
import org.sluice.engine.generate.SamplingOptions;
import org.sluice.jobs.evaluate.EvaluateOptions.Metric;
import org.sluice.jobs.metrics.Meters;

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
  /** Tokens that go through the model in one pass: enough to be worth unpacking its matrices. */
  private static final int TOKENS_AT_ONCE = 4096;

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
          Meters.rows(batch.size());
        }
        return ready.next().toRow();
      }
    };
  }

  private List<Prediction> examine(ModelHolder holder, List<EvalRow> rows) {
    List<String> choices =
        options.metrics().contains(Metric.ACCURACY) ? options.labels() : List.of();
    List<Question> questions =
        rows.stream().map(row -> row.question(choices, holder.tokenizer())).toList();
    float[][][] found = new Evaluator(holder.model(), TOKENS_AT_ONCE).logProbabilities(questions);
    Map<String, String> generated = generate(holder, rows);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      predictions.add(
          prediction(holder, rows.get(i), questions.get(i), choices, found[i], generated));
    }
    return predictions;
  }

  private Prediction prediction(
      ModelHolder holder,
      EvalRow row,
      Question question,
      List<String> choices,
      float[][] found,
      Map<String, String> generated) {
    double[] scores =
        Arrays.stream(found).limit(choices.size()).mapToDouble(Evaluator::sum).toArray();
    int wanted = question.placeOf(row.answer());
    String answer = generated.get(row.id());
    boolean sample = sampleIds.contains(row.id());
    return new Prediction(
        row.id(),
        variant.name(),
        row.label().isEmpty() ? null : row.label(),
        choices.isEmpty() ? null : choices.get(Evaluator.best(scores)),
        scores,
        row.loss(found[wanted]),
        row.row().targets(),
        matches() ? Boolean.valueOf(answer.strip().equals(wanted(row, holder))) : null,
        sample ? holder.tokenizer().decode(row.opening(), false) : null,
        sample ? answer : null);
  }

  private boolean matches() {
    return options.metrics().contains(Metric.EXACT_MATCH);
  }

  private static String wanted(EvalRow row, ModelHolder holder) {
    return holder.tokenizer().decode(row.answer(), true).strip();
  }

  /** The model's own answers to the rows of which they are wanted, by id. */
  private Map<String, String> generate(ModelHolder holder, List<EvalRow> rows) {
    List<EvalRow> samples =
        rows.stream().filter(row -> matches() || sampleIds.contains(row.id())).toList();
    SamplingOptions sampling =
        new SamplingOptions(
            options.maxNewTokens(),
            options.temperature(),
            options.topP(),
            options.stop(),
            options.seed(),
            options.promptLookupNumTokens());
    Set<Integer> ends =
        samples.stream().map(EvalRow::lastToken).collect(Collectors.toUnmodifiableSet());
    List<Generated> answers =
        holder.generator(ends).generate(samples.stream().map(EvalRow::opening).toList(), sampling);
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      texts.put(samples.get(i).id(), answers.get(i).text());
    }
    return texts;
  }
}
