package org.sluice.jobs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.base.config.Canonical;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.jobs.cluster.Gang;
import org.sluice.jobs.cluster.Gang.SharedJvm;
import org.sluice.jobs.cluster.RankLost;
import org.sluice.jobs.cluster.Slots;

/**
 * The driver's side of training: lays out the rows, sends the plan to a gang, tells how far it is,
 * and starts the gang again from the newest checkpoint when ranks got lost.
 */
public final class TrainRun {
  /** How long a restart waits for new executors in the place of dead ones. */
  private static final Duration REPLACEMENT = Duration.ofMinutes(2);

  /** Settings that do not change what is learnt. */
  private static final List<String> NOT_LEARNT =
      List.of(
          "resume",
          "save_steps",
          "save_total_limit",
          "world_size",
          "share_jvm",
          "logging_steps",
          "eval_strategy",
          "collective_timeout",
          "max_restarts",
          "per_device_batch_size",
          "gradient_accumulation_steps");

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final TrainOptions options;
  private final TrainPlaces places;
  private final Progress progress;

  public TrainRun(SparkSession spark, TrainOptions options, TrainPlaces places, Progress progress) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.options = options;
    this.places = places;
    this.progress = progress;
  }

  /** Refuses, before any work, more ranks than the cluster can run at once. */
  public void check() {
    Slots.check(context, worldSize(), sharedJvm());
  }

  /**
   * Trains.
   *
   * @param table columns input_ids, labels and lengths; with the column sequence rows are read in
   *     its order, every epoch alike
   * @param provenance where the rows and the settings came from, written beside the result
   */
  public TrainReport run(Dataset<Row> table, Map<String, String> provenance) {
    return run(table, Optional.empty(), provenance);
  }

  /**
   * Trains.
   *
   * @param heldOut rows of the same columns, whose loss is told after each epoch
   */
  public TrainReport run(
      Dataset<Row> table, Optional<Dataset<Row>> heldOut, Map<String, String> provenance) {
    check();
    RowTable.Written rows = RowTable.write(table, places.rows());
    long held = heldOut.map(t -> RowTable.write(t, places.heldOutRows()).rows()).orElse(0L);
    if (rows.rows() == 0) {
      throw UserError.of("there is no row to train on", "look into the table of dropped rows");
    }
    if (rows.inOrder() && options.groupByLength()) {
      throw UserError.of(
          "train.group_by_length would undo the order that the blocks keep",
          "set it to false, or tokenize.keep_order");
    }
    int ranks = worldSize();
    try (RowStore store = RowStore.open(places.rows(), rows.rows())) {
      String base = baseDigest(rows.largestId());
      TrainPlan plan =
          new TrainPlan(
              options,
              places,
              rows.rows(),
              rows.inOrder(),
              held,
              TrainPlan.steps(options, rows.rows(), ranks),
              ranks,
              threads(ranks),
              base,
              fingerprint(store.digest(), rows.inOrder(), base, ranks),
              Gang.newSecret(),
              provenance(provenance));
      prepareCheckpoints(plan.fingerprint());
      long[] tokens = tokensAfter(plan, store.lengths());
      progress.begin("train", "tokens", tokens[plan.steps()]);
      TrainReport report = attempts(plan, tokens);
      progress.at(tokens[plan.steps()]);
      progress.end();
      AtomicFiles.write(places.metrics(), report.toJson() + "\n");
      return report;
    } finally {
      RowTable.delete(places.rows());
      RowTable.delete(places.heldOutRows());
    }
  }

  /** Only checkpoints of a run with the same rows, model and settings may be gone on from. */
  private void prepareCheckpoints(String fingerprint) {
    Checkpoints checkpoints = new Checkpoints(places.checkpointFolder());
    if (!checkpoints.steps().isEmpty()) {
      if (options.resume() == TrainOptions.Resume.NEVER) {
        checkpoints.clear();
      } else if (!checkpoints.belongTo(fingerprint)) {
        progress.note(
            "the checkpoints in "
                + places.checkpoints()
                + " are of other rows or settings;"
                + " starting anew");
        checkpoints.clear();
      }
    }
    checkpoints.claim(fingerprint);
  }

  private TrainReport attempts(TrainPlan plan, long[] tokens) {
    for (int restart = 0; ; restart++) {
      try (TrainWatcher ignored = new TrainWatcher(places, progress, tokens)) {
        spark.sparkContext().setJobDescription(described(plan));
        LongAccumulator seen = spark.sparkContext().longAccumulator("train: tokens");
        List<String> results =
            Gang.run(
                context, plan.worldSize(), sharedJvm(), member -> RankTask.run(member, plan, seen));
        return TrainReport.fromJson(results.get(0));
      } catch (RankLost e) {
        if (restart == options.maxRestarts() || spark.sparkContext().isStopped()) {
          throw UserError.of(
                  "training lost ranks " + (restart + 1) + " times: " + e.getMessage(),
                  "look into the executors' logs, then run again: it goes on from the newest"
                      + " checkpoint in "
                      + places.checkpoints())
              .causedBy(e);
        }
        progress.note("a rank got lost; starting the ranks again from the newest checkpoint");
        Slots.await(spark.sparkContext(), plan.worldSize(), REPLACEMENT);
      } finally {
        spark.sparkContext().setJobDescription("train: note what was learnt from");
      }
    }
  }

  /** How Spark's UI names the job. */
  private static String described(TrainPlan plan) {
    return "train: %d steps on %d %s"
        .formatted(plan.steps(), plan.worldSize(), plan.worldSize() == 1 ? "rank" : "ranks");
  }

  private SharedJvm sharedJvm() {
    return options.shareJvm() ? SharedJvm.ALLOWED : SharedJvm.REFUSED;
  }

  private int worldSize() {
    if (options.worldSize() > 0) {
      return options.worldSize();
    }
    if (context.isLocal()) {
      return 1;
    }
    int asked = spark.sparkContext().getConf().getInt("spark.executor.instances", 1);
    return Math.max(1, Slots.await(spark.sparkContext(), asked, Duration.ofSeconds(8)));
  }

  /** A rank owns the cores of its task; in local mode the ranks share all cores. */
  private int threads(int ranks) {
    int taskCpus = spark.sparkContext().getConf().getInt("spark.task.cpus", 1);
    if (!context.isLocal()) {
      return taskCpus;
    }
    return Math.max(1, Slots.now(spark.sparkContext()) * taskCpus / ranks);
  }

  private String baseDigest(int largestId) {
    try (Checkpoint model = Checkpoint.open(options.model().local())) {
      int vocabulary = model.config().vocabSize();
      if (largestId >= vocabulary) {
        throw UserError.at(
            options.model().path(),
            "",
            "knows " + vocabulary + " tokens, but the rows hold token " + largestId,
            "tokenize with this model's own tokenizer");
      }
      return model.digest();
    }
  }

  private String fingerprint(String rowsDigest, boolean inOrder, String base, int ranks) {
    Map<String, Object> learnt = new TreeMap<>();
    learnt.put("options", learntOptions());
    learnt.put("global_batch", TrainPlan.globalBatch(options, ranks));
    learnt.put("rows", rowsDigest);
    learnt.put("in_order", inOrder);
    learnt.put("base", base);
    return Canonical.digest(learnt);
  }

  private Map<String, String> provenance(Map<String, String> given) {
    Map<String, String> all = new TreeMap<>(given);
    all.put("options_digest", Canonical.digest(learntOptions()));
    return all;
  }

  /** The settings that decide what is learnt, as canonical JSON. */
  private String learntOptions() {
    try {
      ObjectNode learnt = (ObjectNode) Json.MAPPER.readTree(Canonical.json(options));
      learnt.remove(NOT_LEARNT);
      ((ObjectNode) learnt.get("model")).remove("path"); // the model's digest says more
      return learnt.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("canonical JSON is JSON", e);
    }
  }

  /** Tokens that the whole gang has seen after 0, 1, 2, ... steps. */
  private static long[] tokensAfter(TrainPlan plan, int[] lengths) {
    RowOrder order = plan.order(lengths);
    long[] tokens = new long[plan.steps() + 1];
    for (int step = 0; step < plan.steps(); step++) {
      tokens[step + 1] = tokens[step];
      for (int row : order.rows(step)) {
        tokens[step + 1] += lengths[row];
      }
    }
    return tokens;
  }
}
