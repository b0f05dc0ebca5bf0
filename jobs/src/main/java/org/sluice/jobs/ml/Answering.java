package org.sluice.jobs.ml;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Question;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Digests;
import org.sluice.engine.generate.Generated;
import org.sluice.engine.generate.SamplingOptions;
import org.sluice.engine.tokenizer.Encoded;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.evaluate.EvalRow;
import org.sluice.jobs.evaluate.ModelHolder;
import org.sluice.jobs.evaluate.Variant;
import org.sluice.jobs.sql.ChatSource;
import org.sluice.text.prompt.Rendering;
import org.sluice.text.prompt.Span;

/**
 * Answers the conversations of a partition, a batch at a time, and scores those that end in an
 * answer. Rows come with the conversation as JSON behind their own columns.
 *
 * @param template text or place of the chat template
 * @param sampling null when nothing is generated
 * @param threads native threads of the JVM
 */
record Answering(
    Variant variant,
    String template,
    List<String> labels,
    int maxLength,
    Sampling sampling,
    int batchSize,
    int threads)
    implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final int TOKENS_AT_ONCE = 4096;
  private static final String ASSISTANT = "assistant";

  /** How answers are generated. */
  record Sampling(int maxNewTokens, double temperature, double topP, int promptLookupNumTokens)
      implements Serializable {
    private static final long SEED = 42;

    SamplingOptions options() {
      return new SamplingOptions(
          maxNewTokens, temperature, topP, List.of(), SEED, promptLookupNumTokens);
    }
  }

  /** A conversation: what is asked, and the answer that was wanted, which may be missing. */
  private record Exchange(List<Map<String, Object>> messages) {
    boolean isAnswered() {
      return !messages.isEmpty() && ASSISTANT.equals(messages.get(messages.size() - 1).get("role"));
    }

    List<Map<String, Object>> question() {
      return isAnswered() ? messages.subList(0, messages.size() - 1) : messages;
    }

    String answer() {
      return String.valueOf(messages.get(messages.size() - 1).get("content"));
    }
  }

  /** The model that executors load; its digest tells them whether they have it already. */
  static Variant variant(ModelOptions model, String adapterUrl) {
    try (Checkpoint base = Checkpoint.open(Path.of(model.path()))) {
      if (adapterUrl.isEmpty()) {
        return new Variant("base", model, "", base.digest());
      }
      Path adapter = Places.local("adapterUrl", adapterUrl);
      try (AdapterFolder folder = AdapterFolder.open(adapter)) {
        folder.requireBase(base);
      }
      Path weights = adapter.resolve("adapter_model.safetensors");
      String digest = base.digest() + Digests.sha256(List.of(weights));
      return new Variant("tuned", model, adapter.toString(), digest);
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        return ready.hasNext() || rows.hasNext();
      }

      @Override
      public Row next() {
        if (!ready.hasNext()) {
          List<Row> batch = new ArrayList<>();
          while (rows.hasNext() && batch.size() < batchSize) {
            batch.add(rows.next());
          }
          ready = ModelHolder.use(variant, threads, holder -> answer(holder, batch)).iterator();
        }
        return ready.next();
      }
    };
  }

  private List<Row> answer(ModelHolder holder, List<Row> rows) {
    List<Exchange> exchanges = new ArrayList<>();
    for (Row row : rows) {
      int last = row.size() - 1;
      exchanges.add(
          new Exchange(row.isNullAt(last) ? List.of() : ChatSource.messages(row.getString(last))));
    }
    Row[] scores = scores(holder, exchanges);
    String[] answers = answers(holder, exchanges);
    List<Row> answered = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Object[] values = new Object[row.size() + 1];
      for (int k = 0; k < row.size() - 1; k++) {
        values[k] = row.get(k);
      }
      values[row.size() - 1] = answers[i];
      values[row.size()] = scores[i];
      answered.add(RowFactory.create(values));
    }
    return answered;
  }

  /** The scores of answered conversations that are short enough; null for the others. */
  private Row[] scores(ModelHolder holder, List<Exchange> exchanges) {
    Row[] scores = new Row[exchanges.size()];
    List<Integer> places = new ArrayList<>();
    List<EvalRow> wanted = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      if (exchanges.get(i).isAnswered()) {
        EvalRow row = tokenized(holder.tokenizer(), exchanges.get(i), i);
        if (row.row().inputIds().length <= maxLength && row.row().targets() > 0) {
          places.add(i);
          wanted.add(row);
        }
      }
    }
    List<Question> questions =
        wanted.stream().map(row -> row.question(labels, holder.tokenizer())).toList();
    float[][][] found = new Evaluator(holder.model(), TOKENS_AT_ONCE).logProbabilities(questions);
    for (int k = 0; k < found.length; k++) {
      EvalRow row = wanted.get(k);
      int right = questions.get(k).placeOf(row.answer());
      scores[places.get(k)] =
          RowFactory.create(
              row.loss(found[k][right]),
              (long) row.row().targets(),
              row.label(),
              labels.isEmpty() ? null : prediction(found[k]));
    }
    return scores;
  }

  private String prediction(float[][] found) {
    double[] sums = Arrays.stream(found).limit(labels.size()).mapToDouble(Evaluator::sum).toArray();
    return labels.get(Evaluator.best(sums));
  }

  private EvalRow tokenized(Tokenizer tokenizer, Exchange exchange, int number) {
    Rendering rendering = ChatSource.of(template).trainingText(exchange.messages(), null);
    Encoded encoded = tokenizer.encode(rendering.text(), false);
    int[] ids = encoded.ids();
    int[] targets = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      int start = encoded.starts()[i];
      boolean trained = rendering.assistantSpans().stream().anyMatch(span -> holds(span, start));
      targets[i] = trained ? ids[i] : org.sluice.engine.train.Row.IGNORED;
    }
    return new EvalRow(
        Integer.toString(number), org.sluice.engine.train.Row.of(ids, targets), exchange.answer());
  }

  private static boolean holds(Span span, int place) {
    return place >= span.start() && place < span.end();
  }

  private String[] answers(ModelHolder holder, List<Exchange> exchanges) {
    String[] answers = new String[exchanges.size()];
    if (sampling == null) {
      return answers;
    }
    ChatSource source = ChatSource.of(template);
    List<Integer> places = new ArrayList<>();
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      List<Map<String, Object>> question = exchanges.get(i).question();
      if (!question.isEmpty()) {
        places.add(i);
        prompts.add(holder.tokenizer().ids(source.chat(question, true, null), false));
      }
    }
    List<Generated> generated =
        holder
            .generator(endTokens(source, holder.tokenizer()))
            .generate(prompts, sampling.options());
    for (int k = 0; k < generated.size(); k++) {
      answers[places.get(k)] = generated.get(k).text();
    }
    return answers;
  }

  private static Set<Integer> endTokens(ChatSource source, Tokenizer tokenizer) {
    Optional<String> end = source.endOfTurn();
    OptionalInt token = end.isPresent() ? tokenizer.id(end.get()) : OptionalInt.empty();
    return token.isPresent() ? Set.of(token.getAsInt()) : Set.of();
  }
}
