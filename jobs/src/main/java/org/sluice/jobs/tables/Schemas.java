package org.sluice.jobs.tables;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of the tables whose columns do not depend on the input. Each column says what it holds
 * and in which unit; the comments go into the tables, and docs/tables.md is made from them. Offsets
 * are in Unicode code points unless named.
 *
 * <p>They are built without Spark's parser, whose first use costs a small run half a second.
 */
public final class Schemas {
  /** Name of the account. */
  public static final String ACCOUNT = "dropped";

  /** Name of the table of rejects. */
  public static final String REJECTED = "rejects";

  /** Name of the table of personal data found. */
  public static final String SPANS_TABLE = "spans";

  /** The account: every row that left, and why. Partitioned by step. */
  public static final StructType DROPPED =
      new StructType()
          .add("id", DataTypes.StringType, true, "the row")
          .add("rule", DataTypes.StringType, true, "the first rule that refused it")
          .add(
              "score",
              DataTypes.DoubleType,
              true,
              "what was measured, in the unit of the rule; null without a measure")
          .add("threshold", DataTypes.DoubleType, true, "the limit that the score broke")
          .add(
              "detail",
              DataTypes.StringType,
              true,
              "clean: the profile; dedup: the id of the row that stays")
          .add("step", DataTypes.StringType, true, "the step that dropped it");

  /** Lines that could not be read. */
  public static final StructType REJECTS =
      new StructType()
          .add("source", DataTypes.StringType, true, "name of the source")
          .add("file", DataTypes.StringType, true, "the file")
          .add("line", DataTypes.LongType, true, "number of the line in the file, from 1")
          .add(
              "offset",
              DataTypes.LongType,
              true,
              "start of the line, in bytes of the unpacked file, from 0")
          .add("reason", DataTypes.StringType, true, "why it could not be read")
          .add("raw", DataTypes.StringType, true, "the beginning of the line, at most 1 KB");

  /** Every row that has duplicates, with the row that stays for it. */
  public static final StructType CLUSTERS =
      new StructType()
          .add("id", DataTypes.StringType, true, "a row that has duplicates")
          .add(
              "representative",
              DataTypes.StringType,
              true,
              "the row that stays, the smallest id of the cluster")
          .add(
              "size",
              DataTypes.LongType,
              true,
              "rows in the cluster, the one that stays among them");

  /** Where personal data stood, never what it was. */
  public static final StructType SPANS =
      new StructType()
          .add("id", DataTypes.StringType, true, "the row")
          .add("field", DataTypes.StringType, true, "the column")
          .add("type", DataTypes.StringType, true, "what it was, as the setting entities names it")
          .add(
              "start",
              DataTypes.LongType,
              true,
              "first code point in the text before redaction, from 0")
          .add("end", DataTypes.LongType, true, "code point behind the last one")
          .add("score", DataTypes.DoubleType, true, "how sure the find is, 0 to 1");

  /** Prompts with their answers. */
  public static final StructType FORMATTED =
      new StructType()
          .add("id", DataTypes.StringType, true, "the row")
          .add("split", DataTypes.StringType, true, "train or test")
          .add("prompt", DataTypes.StringType, true, "what the model is given")
          .add(
              "completion",
              DataTypes.StringType,
              true,
              "what follows; of several turns the later questions too")
          .add("closed", DataTypes.BooleanType, true, "false: the end of text still has to follow")
          .add(
              "trained",
              DataTypes.createArrayType(DataTypes.IntegerType),
              true,
              "start, end, start, ... of what is learnt, in code points of prompt and completion")
          .add(
              "label",
              DataTypes.StringType,
              true,
              "the answer, when the setting labels lists the answers");

  /** Rows of tokens for training. */
  public static final StructType BLOCKS =
      new StructType()
          .add("block_id", DataTypes.LongType, true, "number of the block")
          .add(
              "input_ids",
              DataTypes.createArrayType(DataTypes.IntegerType),
              true,
              "token ids, samples one after another")
          .add(
              "labels",
              DataTypes.createArrayType(DataTypes.IntegerType),
              true,
              "the token at each place, -100 where nothing is learnt")
          .add(
              "lengths",
              DataTypes.createArrayType(DataTypes.IntegerType),
              true,
              "tokens of each sample; none sees another")
          .add(
              "doc_ids",
              DataTypes.createArrayType(DataTypes.StringType),
              true,
              "the row of each sample");

  /** Rows of tokens for evaluation, a sample each. */
  public static final StructType EVAL_ROWS =
      new StructType()
          .add("id", DataTypes.StringType, true, "the row")
          .add("input_ids", DataTypes.createArrayType(DataTypes.IntegerType), true, "token ids")
          .add(
              "labels",
              DataTypes.createArrayType(DataTypes.IntegerType),
              true,
              "the token at each place, -100 in the prompt")
          .add(
              "label",
              DataTypes.StringType,
              true,
              "the answer, when the setting labels lists the answers");

  /** What each model made of each test row. */
  public static final StructType PREDICTIONS =
      new StructType()
          .add("id", DataTypes.StringType, true, "the row")
          .add("model", DataTypes.StringType, true, "base or tuned")
          .add("label", DataTypes.StringType, true, "what was wanted; null without labels")
          .add(
              "predicted",
              DataTypes.StringType,
              true,
              "the likeliest label; null when none was asked for")
          .add(
              "scores",
              DataTypes.createArrayType(DataTypes.DoubleType),
              true,
              "log probability of each label, in nats, in their order")
          .add("loss", DataTypes.DoubleType, true, "cross entropy summed over the answer, in nats")
          .add("tokens", DataTypes.LongType, true, "tokens of the answer")
          .add("prompt", DataTypes.StringType, true, "text of the prompt, of samples only")
          .add(
              "generated",
              DataTypes.StringType,
              true,
              "the own answer of the model, of samples only");

  /** One row a step and run. */
  public static final StructType RUNS =
      new StructType()
          .add("run_id", DataTypes.StringType, true, "the run")
          .add("recipe", DataTypes.StringType, true, "name of the recipe")
          .add("recipe_digest", DataTypes.StringType, true, "SHA-256 of the recipe")
          .add("step", DataTypes.StringType, true, "the step")
          .add("input", DataTypes.StringType, true, "table that was read, with its version")
          .add(
              "outputs",
              DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType),
              true,
              "tables that were written, each with its version")
          .add(
              "rows_read",
              DataTypes.LongType,
              true,
              "rows read; those kept, dropped and rejected add up to it")
          .add("rows_kept", DataTypes.LongType, true, "rows kept")
          .add("rows_dropped", DataTypes.LongType, true, "rows in the account")
          .add("rows_rejected", DataTypes.LongType, true, "rows in the rejects")
          .add("finished_at", DataTypes.StringType, true, "when it was done, ISO 8601, UTC")
          .add("seconds", DataTypes.DoubleType, true, "how long it took")
          .add(
              "peak_rss_mb",
              DataTypes.LongType,
              true,
              "largest resident memory of the driver, in MB");

  /** The tables in the order in which a run writes them. */
  public static final List<FixedTable> ALL =
      List.of(
          new FixedTable(REJECTED, "ingest", "Lines that could not be read.", REJECTS),
          new FixedTable(
              ACCOUNT,
              "each step that drops rows",
              "The account: every row that left, and why. Partitioned by step.",
              DROPPED),
          new FixedTable(
              "clusters", "dedup", "Rows that have duplicates, exact or near.", CLUSTERS),
          new FixedTable(
              SPANS_TABLE, "redact", "Where personal data stood, never what it was.", SPANS),
          new FixedTable("formatted", "format", "Prompts with their answers.", FORMATTED),
          new FixedTable("blocks", "tokenize", "Rows of tokens for training.", BLOCKS),
          new FixedTable("eval_rows", "tokenize", "Rows of tokens for evaluation.", EVAL_ROWS),
          new FixedTable(
              "predictions", "evaluate", "What each model made of each test row.", PREDICTIONS),
          new FixedTable("runs", "sluice run", "Every step of every run in this folder.", RUNS));

  private Schemas() {}

  /**
   * A table that has the same columns in every run.
   *
   * @param writer the step that writes it
   * @param meaning one sentence
   */
  public record FixedTable(String name, String writer, String meaning, StructType schema) {}

  /** Columns of a side table. */
  public static StructType ofSideTable(String name) {
    return switch (name) {
      case ACCOUNT -> DROPPED;
      case REJECTED -> REJECTS;
      case SPANS_TABLE -> SPANS;
      default -> throw new IllegalArgumentException("There is no side table " + name);
    };
  }
}
