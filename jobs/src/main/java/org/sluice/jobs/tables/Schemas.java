package org.sluice.jobs.tables;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of the tables whose columns do not depend on the input. Each column says what it holds
 * and in which unit; the comments go into the tables, and docs/tables.md is made from them. Offsets
 * are in Unicode code points unless named.
 */
public final class Schemas {
  /** Name of the account. */
  public static final String ACCOUNT = "dropped";

  /** Name of the table of rejects. */
  public static final String REJECTED = "rejects";

  /** Name of the table of personal data found. */
  public static final String SPANS_TABLE = "spans";

  /** Name of the table of canaries. */
  public static final String CANARIES_TABLE = "canaries";

  /** Name of the table of repairs. */
  public static final String REPAIRS_TABLE = "repairs";

  /** Name of the table of cuts. */
  public static final String CUTS_TABLE = "cuts";

  /** Name of the table of rules. */
  public static final String RULES_TABLE = "rules";

  /** Name of the table of scores of rows that rules refused. */
  public static final String REFUSED_TABLE = "refused";

  /** Name of the table of buckets. */
  public static final String BUCKETS_TABLE = "buckets";

  /** Name of the table of displaced rows. */
  public static final String DISPLACED_TABLE = "displaced";

  /** The column of a mixture that says where in its order a row stands. */
  public static final String PLACE = "place";

  /** Name of the table of sources. */
  public static final String MIXTURE_TABLE = "mixture";

  /** Name of the table of trained rows. */
  public static final String TRAINED_TABLE = "trained";

  /** Name of the table of forgotten rows. */
  public static final String FORGOTTEN_TABLE = "forgotten";

  /** The account: every row that left, and why. Partitioned by step. */
  public static final StructType DROPPED =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          rule STRING COMMENT 'the first rule that refused it',
          score DOUBLE COMMENT 'what was measured, in the unit of the rule; null without a measure',
          threshold DOUBLE COMMENT 'the limit that the score broke',
          detail STRING COMMENT 'clean: the profile; dedup: the id of the row that stays',
          step STRING COMMENT 'the step that dropped it'
          """);

  /** Lines that could not be read. */
  public static final StructType REJECTS =
      ColumnText.parse(
          """
          source STRING COMMENT 'name of the source',
          file STRING COMMENT 'the file',
          line BIGINT COMMENT 'number of the line in the file, from 1',
          offset BIGINT COMMENT 'start of the line, in bytes of the unpacked file, from 0',
          reason STRING COMMENT 'why it could not be read',
          raw STRING COMMENT 'the beginning of the line, at most 1 KB'
          """);

  /** What each rule measured. */
  public static final StructType RULES =
      ColumnText.parse(
          """
          step STRING COMMENT 'the step',
          profile STRING COMMENT 'the profile that the rule belongs to, or the setting',
          rule STRING COMMENT 'the rule',
          threshold DOUBLE COMMENT 'its limit',
          drops STRING COMMENT 'above or below: which side of the limit is refused',
          evaluated BIGINT COMMENT 'rows that it was checked on',
          broken BIGINT COMMENT 'those that it refuses, whether or not a rule before it does',
          dropped BIGINT COMMENT 'those that it is the first to refuse: its rows in the account',
          bins ARRAY<STRUCT<low: DOUBLE, high: DOUBLE, rows: BIGINT>> COMMENT
            'histogram of the score of all rows that have one'
          """);

  /** Scores of the rows that rules refused. */
  public static final StructType REFUSED =
      ColumnText.parse(
          """
          id STRING COMMENT 'a row that rules of profiles refused',
          broken ARRAY<STRING> COMMENT 'all rules that refuse it, the one in the account first',
          scores MAP<STRING, DOUBLE> COMMENT 'every score, named as the columns of cleaned'
          """);

  /** {@link #REFUSED} as rows carry it. */
  static final StructType REFUSED_PARTS =
      ColumnText.parse(
          """
          id STRING COMMENT 'as in refused',
          broken ARRAY<STRING> COMMENT 'as in refused',
          names ARRAY<STRING> COMMENT 'of the scores',
          measured ARRAY<DOUBLE> COMMENT 'the scores'
          """);

  /** What was mended without dropping the row. Partitioned by step. */
  public static final StructType REPAIRS =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          repair STRING COMMENT 'what was mended: an encoding, or text that was encoded twice',
          step STRING COMMENT 'the step that mended it'
          """);

  /** What was taken out of texts of rows that stay. Partitioned by step. */
  public static final StructType CUTS =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          rule STRING COMMENT 'why it was taken out',
          pieces BIGINT COMMENT 'how many lines, paragraphs, sentences or places were taken out',
          characters BIGINT COMMENT 'code points that were taken out',
          detail STRING COMMENT 'decontaminate: the evaluation set',
          step STRING COMMENT 'the step that took it out'
          """);

  /** Every row that has duplicates, with the row that stays for it. */
  public static final StructType CLUSTERS =
      ColumnText.parse(
          """
          id STRING COMMENT 'a row that has duplicates',
          representative STRING COMMENT 'the row that stays, the smallest id of the cluster',
          size BIGINT COMMENT 'rows in the cluster, the one that stays among them'
          """);

  /** What later runs have to know to be deduplicated against this one. */
  public static final StructType BUCKETS =
      ColumnText.parse(
          """
          high BIGINT COMMENT 'first half of a hash of texts, or a band of MinHash',
          low BIGINT COMMENT 'second half of the hash, or the number of the band',
          label STRING COMMENT 'the row that stays for the rows in this bucket'
          """);

  /** Buckets that are sought. */
  public static final StructType BUCKET_KEYS =
      ColumnText.parse(
          """
          high BIGINT COMMENT 'as in the buckets',
          low BIGINT COMMENT 'as in the buckets',
          row BIGINT COMMENT 'number of the row that seeks it',
          is_text BOOLEAN COMMENT 'whether it is the hash of a text'
          """);

  /** Rows of earlier runs that go. */
  public static final StructType DISPLACED =
      ColumnText.parse(
          """
          id STRING COMMENT 'a row that stayed in an earlier run',
          representative STRING COMMENT 'the row that stays in its place'
          """);

  /** What a mixture holds of each source. */
  public static final StructType MIXTURE =
      ColumnText.parse(
          """
          source STRING COMMENT 'the source',
          available BIGINT COMMENT 'its size, in the unit of the setting unit',
          share DOUBLE COMMENT 'its share of the mixture as asked for, before caps',
          taken BIGINT COMMENT 'its size in the mixture',
          epochs DOUBLE COMMENT 'how often it is gone through'
          """);

  /** Where personal data stood, never what it was. */
  public static final StructType SPANS =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          field STRING COMMENT 'the column',
          type STRING COMMENT 'what it was, as the setting entities names it',
          start BIGINT COMMENT 'first code point in the text before redaction, from 0',
          end BIGINT COMMENT 'code point behind the last one',
          score DOUBLE COMMENT 'how sure the find is, 0 to 1'
          """);

  /** Prompts with their answers. Those of a mixture have {@link #PLACE} behind. */
  public static final StructType FORMATTED =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          split STRING COMMENT 'train or test',
          prompt STRING COMMENT 'what the model is given',
          completion STRING COMMENT 'what follows; of several turns the later questions too',
          closed BOOLEAN COMMENT 'false: the end of text still has to follow',
          trained ARRAY<INT> COMMENT
            'start, end, start, ... of what is learnt, in code points of prompt and completion',
          label STRING COMMENT 'the answer, when the setting labels lists the answers'
          """);

  /** Made-up personal data that a run was tried on. */
  public static final StructType CANARIES =
      ColumnText.parse(
          """
          entity STRING COMMENT 'what was planted, as the setting entities names it',
          sentence STRING COMMENT 'a sentence with a made-up value; in no table of rows',
          start BIGINT COMMENT 'first code point of the value, from 0',
          end BIGINT COMMENT 'code point behind the last one',
          found BOOLEAN COMMENT 'whether no letter and no digit of the value would have stayed'
          """);

  /** Rows of tokens for training. */
  public static final StructType BLOCKS =
      ColumnText.parse(
          """
          block_id BIGINT COMMENT 'number of the block',
          input_ids ARRAY<INT> COMMENT 'token ids, samples one after another',
          labels ARRAY<INT> COMMENT 'the token at each place, -100 where nothing is learnt',
          lengths ARRAY<INT> COMMENT 'tokens of each sample; none sees another',
          doc_ids ARRAY<STRING> COMMENT 'the row of each sample',
          place BIGINT COMMENT
            'with keep_order: the place of the first sample; blocks are read by block_id then'
          """);

  /** Rows of tokens for evaluation, a sample each. */
  public static final StructType EVAL_ROWS =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          input_ids ARRAY<INT> COMMENT 'token ids',
          labels ARRAY<INT> COMMENT 'the token at each place, -100 in the prompt',
          label STRING COMMENT 'the answer, when the setting labels lists the answers'
          """);

  /** Which rows a model has been trained on. Partitioned by step. */
  public static final StructType TRAINED =
      ColumnText.parse(
          """
          id STRING COMMENT 'a row that the model has been trained on',
          block_id BIGINT COMMENT 'the block that it lies in; null for pretrain',
          tokens BIGINT COMMENT 'tokens of the row in this block; null for pretrain',
          run_id STRING COMMENT 'the run, as sluice.json in the folder of the model names it',
          step STRING COMMENT 'the step that trained the model'
          """);

  /** Rows that must not come back. */
  public static final StructType FORGOTTEN =
      ColumnText.parse(
          """
          digest STRING COMMENT 'SHA-256 of the id of a row that is forgotten, never the id',
          forgotten_at STRING COMMENT 'when, ISO 8601, UTC'
          """);

  /** What each model made of each test row. */
  public static final StructType PREDICTIONS =
      ColumnText.parse(
          """
          id STRING COMMENT 'the row',
          model STRING COMMENT 'base or tuned',
          label STRING COMMENT 'what was wanted; null without labels',
          predicted STRING COMMENT 'the likeliest label; null when none was asked for',
          scores ARRAY<DOUBLE> COMMENT 'log probability of each label, in nats, in their order',
          loss DOUBLE COMMENT 'cross entropy summed over the answer, in nats',
          tokens BIGINT COMMENT 'tokens of the answer',
          exact BOOLEAN COMMENT 'whether the own answer is the wanted one; null when not asked',
          prompt STRING COMMENT 'text of the prompt, of samples only',
          generated STRING COMMENT 'the own answer of the model, of samples only'
          """);

  /** One row a step and run. */
  public static final StructType RUNS =
      ColumnText.parse(
          """
          run_id STRING COMMENT 'the run',
          recipe STRING COMMENT 'name of the recipe',
          recipe_digest STRING COMMENT 'SHA-256 of the recipe',
          step STRING COMMENT 'the step',
          input STRING COMMENT 'table that was read, with its version',
          outputs MAP<STRING, STRING> COMMENT 'tables that were written, each with its version',
          rows_read BIGINT COMMENT 'rows read; those kept, dropped and rejected add up to it',
          rows_kept BIGINT COMMENT 'rows kept',
          rows_dropped BIGINT COMMENT 'rows in the account',
          rows_rejected BIGINT COMMENT 'rows in the rejects',
          settings STRING COMMENT 'settings of the step, JSON',
          finished_at STRING COMMENT 'when it was done, ISO 8601, UTC',
          seconds DOUBLE COMMENT
            'how long it took; null for a step that handed its rows on, see taken_along_by',
          taken_along_by STRING COMMENT
            'the step that did the work of this one in the same pass; its seconds are of both',
          peak_rss_mb BIGINT COMMENT 'largest resident memory of the driver, in MB'
          """);

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
              RULES_TABLE,
              "clean",
              "What each rule of clean measured, whether it dropped rows or not.",
              RULES),
          new FixedTable(
              REFUSED_TABLE,
              "clean with keep_scores",
              "Every score of the rows that rules of profiles refused.",
              REFUSED),
          new FixedTable(
              REPAIRS_TABLE,
              "ingest, clean",
              "Rows whose text was mended. Partitioned by step.",
              REPAIRS),
          new FixedTable(
              CUTS_TABLE,
              "dedup_text, decontaminate",
              "Rows that lost a part of their text. Partitioned by step.",
              CUTS),
          new FixedTable(
              "clusters", "dedup", "Rows that have duplicates, exact or near.", CLUSTERS),
          new FixedTable(
              BUCKETS_TABLE,
              "dedup with keep_state",
              "What later runs have to know to be deduplicated against this one.",
              BUCKETS),
          new FixedTable(
              DISPLACED_TABLE,
              "dedup with against",
              "Rows of earlier runs that go, because a smaller id came.",
              DISPLACED),
          new FixedTable(MIXTURE_TABLE, "mix", "What the mixture holds of each source.", MIXTURE),
          new FixedTable(
              SPANS_TABLE, "redact", "Where personal data stood, never what it was.", SPANS),
          new FixedTable(
              CANARIES_TABLE,
              "redact",
              "Made-up personal data that the run's settings were tried on.",
              CANARIES),
          new FixedTable(
              "formatted",
              "format",
              "Prompts with their answers; those of a mixture with its column place.",
              FORMATTED),
          new FixedTable("blocks", "tokenize", "Rows of tokens for training.", BLOCKS),
          new FixedTable("eval_rows", "tokenize", "Rows of tokens for evaluation.", EVAL_ROWS),
          new FixedTable(
              TRAINED_TABLE,
              "train, pretrain",
              "Which rows a model has been trained on. Partitioned by step.",
              TRAINED),
          new FixedTable(
              FORGOTTEN_TABLE,
              "sluice forget",
              "Rows that are forgotten; ingest drops them should they come again.",
              FORGOTTEN),
          new FixedTable(
              "predictions", "evaluate", "What each model made of each test row.", PREDICTIONS),
          new FixedTable("runs", "sluice run", "Every step of every run in this folder.", RUNS));

  /** Tables that several steps write, each its own part. */
  public static final List<String> PARTED =
      List.of(ACCOUNT, REPAIRS_TABLE, CUTS_TABLE, TRAINED_TABLE);

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
    return ALL.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no side table " + name))
        .schema();
  }
}
