package org.sluice.jobs.evaluate;

import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What one model made of one row; a row of the table {@code predictions}.
 *
 * @param model base or tuned
 * @param label what was wanted; null without labels
 * @param predicted the likeliest label; null when none was asked for
 * @param scores log probability of each label, in the order of the settings
 * @param loss sum over the answer's tokens, in nats
 * @param tokens tokens of the answer
 * @param exact whether the model's own answer is the wanted one; null when that was not asked
 * @param prompt text of the prompt, of samples only
 * @param generated the model's own answer, of samples only
 */
record Prediction(
    String id,
    String model,
    String label,
    String predicted,
    double[] scores,
    double loss,
    long tokens,
    Boolean exact,
    String prompt,
    String generated) {
  Row toRow() {
    Double[] boxed = Arrays.stream(scores).boxed().toArray(Double[]::new);
    return RowFactory.create(
        id, model, label, predicted, boxed, loss, tokens, exact, prompt, generated);
  }
}
