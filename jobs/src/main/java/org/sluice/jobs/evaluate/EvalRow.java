package org.sluice.jobs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.sluice.base.UserError;
import org.sluice.engine.evaluate.Question;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.engine.train.Row;

/**
 * One tokenised row of the test split: a prompt and the answer that was wanted.
 *
 * @param label the wanted label's text; empty when rows have none
 */
public record EvalRow(String id, Row row, String label) {
  private static final int OPENING_TOKENS = 32;

  /** The columns of the table that are read. */
  static Dataset<org.apache.spark.sql.Row> select(Dataset<org.apache.spark.sql.Row> table) {
    boolean labelled = Arrays.asList(table.columns()).contains("label");
    return table.select(
        functions.col("id"),
        functions.col("input_ids"),
        functions.col("labels"),
        labelled ? functions.col("label") : functions.lit(null).cast("string").as("label"));
  }

  static EvalRow of(org.apache.spark.sql.Row row) {
    int[] ids = ints(row.getList(1));
    int[] labels = ints(row.getList(2));
    return new EvalRow(
        row.getString(0), Row.of(ids, labels), row.isNullAt(3) ? "" : row.getString(3));
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Tokens before the answer. */
  int[] prompt() {
    return Arrays.copyOf(row.inputIds(), answerStart());
  }

  /** Tokens that a sample goes on from: the prompt or, of a text without one, how it begins. */
  int[] opening() {
    int[] ids = row.inputIds();
    int begin = Math.min(ids.length / 2, OPENING_TOKENS);
    return row.labels()[0] == Row.IGNORED ? prompt() : Arrays.copyOf(ids, Math.max(begin, 1));
  }

  /** Tokens of the wanted answer, its end included. */
  public int[] answer() {
    return Arrays.copyOfRange(row.inputIds(), answerStart(), row.inputIds().length);
  }

  /** The token that ends the wanted answer. */
  int lastToken() {
    return row.inputIds()[row.inputIds().length - 1];
  }

  private int answerStart() {
    int at = row.firstTarget(0, row.labels().length);
    return Math.max(at, 1); // without a prompt the first token is given
  }

  /**
   * What a model is asked about this row.
   *
   * @param choices labels to choose from; empty when none is asked for
   * @return the prompt with each label as its answer, spelt as the wanted one is, with what stands
   *     around it in the row; behind them the wanted answer, unless it is one of them
   * @throws UserError when choices are given and the row's answer is not its label
   */
  public Question question(List<String> choices, Tokenizer tokenizer) {
    List<int[]> answers =
        new ArrayList<>(choices.isEmpty() ? List.of() : labels(choices, tokenizer));
    int[] wanted = answer();
    if (answers.stream().noneMatch(answer -> Arrays.equals(answer, wanted))) {
      answers.add(wanted);
    }
    return new Question(prompt(), answers);
  }

  private List<int[]> labels(List<String> choices, Tokenizer tokenizer) {
    int[] answer = answer();
    for (boolean special : new boolean[] {false, true}) { // a decoder's answer may begin with one
      for (String before : new String[] {"", " ", "\n"}) {
        int[] wanted = tokenizer.ids(before + label, special);
        if (answer.length >= wanted.length
            && Arrays.equals(wanted, 0, wanted.length, answer, 0, wanted.length)) {
          int[] end = Arrays.copyOfRange(answer, wanted.length, answer.length);
          return choices.stream()
              .map(c -> concat(tokenizer.ids(before + c, special), end))
              .toList();
        }
      }
    }
    throw UserError.of(
        "row " + id + " answers with something else than its label",
        "leave accuracy out of evaluate.metrics, or make the label the whole answer");
  }

  /**
   * Sum of the cross entropies of the answer's trained tokens, in nats.
   *
   * @param logProbabilities of all tokens of {@link #answer}
   */
  public double loss(float[] logProbabilities) {
    double loss = 0;
    for (int i = 0; i < logProbabilities.length; i++) {
      loss -= row.labels()[answerStart() + i] == Row.IGNORED ? 0 : logProbabilities[i];
    }
    return loss;
  }

  private static int[] concat(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
