package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sluice.engine.tensor.HeadOps;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.Spans;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * How an encoder and a decoder work together: the encoder reads a text once, the decoder attends to
 * its states and foretells each token of an answer from those before it.
 */
final class Seq2Seq {
  private final TaskModel model;
  private final EncoderDecoder body;

  Seq2Seq(TaskModel model, EncoderDecoder body) {
    this.model = model;
    this.body = body;
  }

  /** The decoder's states, and how they lie. */
  record Decoded(Var states, Layout layout) {}

  /** The encoder's states, and how they lie. */
  private record Encoded(Var states, Layout layout) {}

  EncoderDecoder body() {
    return body;
  }

  /** Both halves over a batch; the decoder reads the targets, or the texts themselves. */
  Decoded decode(Tape tape, Inputs inputs) {
    Encoded encoded = encode(tape, inputs);
    int[][] before = decoderIds(inputs);
    Layout layout = decoderLayout(before);
    Spans spans = spans(layout.spans(), encoded.layout.spans());
    return new Decoded(decode(tape, before, layout, Cross.of(encoded.states, spans)), layout);
  }

  private Encoded encode(Tape tape, Inputs inputs) {
    Extra half = Halves.encoder(model.extra());
    Layout layout = Layout.of(inputs.sequences(), half.virtualTokens(), 0);
    Run.Builder run = model.builder(tape, inputs.flatIds(), half, layout, "encoder_hidden.");
    return new Encoded(tape.shared(body.encode(run.build())), layout);
  }

  private Var decode(Tape tape, int[][] before, Layout layout, Cross cross) {
    int[] ids = flat(before);
    Run.Builder run =
        model.builder(tape, ids, Halves.decoder(model.extra()), layout, "decoder_hidden.");
    return body.decode(run.cross(cross).build());
  }

  /**
   * Texts that the encoder has read, for the decoder to go on from.
   *
   * @param home lives as long as the answers grow
   */
  Cross read(Tape home, List<int[]> prompts) {
    Inputs inputs = Inputs.of(prompts.toArray(int[][]::new));
    Extra half = Halves.encoder(model.extra());
    Layout layout = Layout.of(inputs.sequences(), half.virtualTokens(), 0);
    Run.Builder run = model.builder(home, inputs.flatIds(), half, layout, "encoder_hidden.");
    return Cross.keeping(body.encode(run.build()), layout.spans(), home);
  }

  /**
   * The decoder's states of one more token a row.
   *
   * @param read of each row, where its text lies among the encoder's states
   */
  Var step(Tape tape, int[] tokens, AttentionCache cache, Cross cross, Spans read) {
    int[][] rows = Arrays.stream(tokens).mapToObj(t -> new int[] {t}).toArray(int[][]::new);
    Extra own = Halves.decoder(model.extra());
    boolean first = cache.lengths().length == 0;
    if (first) {
      cache.begin(Arrays.stream(tokens).mapToLong(t -> 1L + own.prefixTokens()).toArray());
    }
    Layout layout = cache.reading() ? decoderLayout(rows) : Layout.step(cache.lengths());
    Cross seen = cross.with(spans(decoderLayout(rows).spans(), read));
    Run.Builder run = model.builder(tape, tokens, own, layout, "decoder_hidden.");
    Var states = body.decode(run.cache(cache).cross(seen).build());
    if (first) {
      cache.ready();
    } else {
      cache.advance();
    }
    return states;
  }

  /** Log probability of each token of each answer, in their order. */
  float[] logProbabilities(List<int[]> prompts, List<List<int[]>> answers) {
    try (Tape tape = model.inferenceTape()) {
      Encoded encoded = encode(tape, Inputs.of(prompts.toArray(int[][]::new)));
      List<int[]> before = new ArrayList<>();
      List<Spans.Span> read = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        for (int[] answer : answers.get(i)) {
          before.add(shifted(answer));
          read.add(encoded.layout.spans().list().get(i)); // several answers share a text
        }
      }
      int[][] rows = before.toArray(int[][]::new);
      Layout layout = decoderLayout(rows);
      Cross cross = Cross.of(encoded.states, spans(layout.spans(), new Spans(read)));
      long[] targets =
          answers.stream()
              .flatMap(List::stream)
              .flatMapToInt(Arrays::stream)
              .asLongStream()
              .toArray();
      Var states = scaled(tape, decode(tape, rows, layout, cross));
      return HeadOps.logProbabilities(tape, states, body.head(), 0, targets);
    }
  }

  /** Sum of the cross entropies of the batch's labels, in nats; see {@link TaskModel}. */
  double crossEntropy(Tape tape, Inputs inputs) {
    Var states = scaled(tape, decode(tape, inputs).states);
    int[] labels = flat(inputs.labels().orElseThrow());
    long[] wanted =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] != Inputs.IGNORED)
            .asLongStream()
            .toArray();
    long[] targets = LongStream.of(wanted).map(i -> labels[(int) i]).toArray();
    if (wanted.length < labels.length) {
      states = tape.pick(states, (PtNDArray) tape.manager().create(wanted));
    }
    PtNDArray foretold = (PtNDArray) tape.manager().create(targets);
    return HeadOps.crossEntropy(tape, states, body.head(), 0, foretold);
  }

  /** States as the output layer wants them. */
  Var scaled(Tape tape, Var states) {
    return MathOps.scale(tape, states, body.outputFactor());
  }

  /** The token that begins an answer. */
  int start() {
    int missing = model.config().integer("pad_token_id", 0);
    return model.config().integer("decoder_start_token_id", missing);
  }

  /** The target one place to the right, behind the token that begins an answer. */
  private int[][] decoderIds(Inputs inputs) {
    boolean answers = model.task() == Task.SEQ_2_SEQ_LM;
    int[][] targets = answers ? inputs.labels().orElseThrow() : inputs.ids();
    return Arrays.stream(targets).map(this::shifted).toArray(int[][]::new);
  }

  private int[] shifted(int[] target) {
    int pad = model.config().integer("pad_token_id", 0);
    int[] shifted = new int[target.length];
    for (int i = 0; i < shifted.length; i++) {
      int token = i == 0 ? start() : target[i - 1];
      shifted[i] = token == Inputs.IGNORED ? pad : token;
    }
    return shifted;
  }

  private Layout decoderLayout(int[][] ids) {
    long[] lengths = Arrays.stream(ids).mapToLong(row -> row.length).toArray();
    return Layout.of(Layout.plain(lengths), 0, Halves.decoder(model.extra()).prefixTokens());
  }

  private static int[] flat(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
  }

  /** Each sequence's queries with the keys of its encoder. */
  private static Spans spans(Spans queries, Spans keys) {
    List<Spans.Span> spans = new ArrayList<>();
    for (int i = 0; i < queries.list().size(); i++) {
      Spans.Span q = queries.list().get(i);
      Spans.Span k = keys.list().get(i);
      spans.add(new Spans.Span(q.query(), q.queries(), k.key(), k.keys(), k.from(), k.to()));
    }
    return new Spans(spans);
  }
}
