package org.sluice.jobs.analyze;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.tables.Damage;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;
import org.sluice.text.dedup.ContentHash;
import org.sluice.text.language.LanguageIdentifier;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;

/**
 * Measures a sample of a corpus by the rules of datatrove's profiles. The sample are the rows with
 * the smallest hashes, so that it is the same for any partitioning; nothing is written.
 */
public final class Analysis {
  private static final int REASON = Schemas.REJECTS.fieldIndex("reason");
  private static final int FILE = Schemas.REJECTS.fieldIndex("file");

  private final SparkSession spark;
  private final int most;

  /**
   * An analysis.
   *
   * @param most rows of the sample
   */
  public Analysis(SparkSession spark, int most) {
    this.spark = spark;
    this.most = most;
  }

  /**
   * What a partition says of its rows.
   *
   * @param rows all of them
   * @param rejected lines that could not be read, by reason
   * @param damaged files that are cut off or damaged
   * @param characters of all texts
   */
  private record Part(
      long rows,
      TreeMap<String, Long> rejected,
      TreeSet<String> damaged,
      long characters,
      List<Measured> sample)
      implements Serializable {}

  /**
   * Reads and measures files; of folders their data alone.
   *
   * @param columns with text, measured joined by line breaks
   */
  public CorpusReport of(IngestOptions files, List<String> columns) {
    Path scratch = scratch();
    try {
      Tables tables = new Tables(spark, scratch.toString(), TableFormat.PARQUET);
      StepContext context = new StepContext(scratch, tables, "", Progress.SILENT, "analyze");
      Ingest ingest = Ingest.ofDataAlone();
      ingest.check(spark, files, context);
      ingest.run(spark, files, context);
      Flow flow = tables.flow("documents");
      Fields fields = Fields.of(flow.schema(), columns, "--column");
      int sample = most;
      JavaRDD<Part> parts =
          flow.items().mapPartitions(items -> List.of(part(items, fields, sample)).iterator());
      return report(parts.collect(), ingest.leftAside(spark, files));
    } finally {
      delete(scratch);
    }
  }

  private CorpusReport report(List<Part> parts, List<String> aside) {
    long rows = 0;
    Map<String, Long> rejected = new TreeMap<>();
    Set<String> damaged = new TreeSet<>();
    long characters = 0;
    List<Measured> sample = new ArrayList<>();
    for (Part part : parts) {
      rows += part.rows();
      part.rejected().forEach((reason, lines) -> rejected.merge(reason, lines, Long::sum));
      damaged.addAll(part.damaged());
      characters += part.characters();
      sample.addAll(part.sample());
    }
    if (rows == 0) {
      throw nothingIn(rejected, damaged);
    }
    sample.sort(Comparator.comparingLong(Measured::order));
    return new CorpusReport(
        rows,
        rejected,
        damaged,
        characters,
        sample.subList(0, Math.min(most, sample.size())),
        aside);
  }

  private static UserError nothingIn(Map<String, Long> rejected, Set<String> damaged) {
    if (rejected.isEmpty()) {
      return UserError.of("analyze: the input holds no rows", "give files with rows");
    }
    return UserError.of(
        "analyze: the input holds no rows that can be read; rejected, by reason: %s%s"
            .formatted(rejected, Damage.in(damaged)),
        Damage.remedy(
            rejected.keySet(), "give files with rows, or the column of their text with --column"));
  }

  private static Part part(Iterator<Item> items, Fields fields, int most) {
    Judge judge = Judge.of(Limit.PROFILES, Map.of());
    LanguageIdentifier identifier = new LanguageIdentifier();
    PriorityQueue<Object[]> smallest =
        new PriorityQueue<>((one, other) -> Long.compare((long) other[0], (long) one[0]));
    long rows = 0;
    TreeMap<String, Long> rejected = new TreeMap<>();
    TreeSet<String> damaged = new TreeSet<>();
    long characters = 0;
    while (items.hasNext()) {
      Item item = items.next();
      if (!(item instanceof Item.Kept kept)) {
        if (item instanceof Item.Aside aside && aside.table().equals(Schemas.REJECTED)) {
          String reason = (String) aside.values()[REASON];
          rejected.merge(reason, 1L, Long::sum);
          if (Damage.isTold(reason)) {
            damaged.add((String) aside.values()[FILE]);
          }
        }
        continue;
      }
      rows++;
      String text = fields.joined(kept.values());
      characters += text.codePointCount(0, text.length());
      long order = ContentHash.of(fields.id(kept.values())).high();
      if (smallest.size() < most || order < (long) smallest.peek()[0]) {
        smallest.add(new Object[] {order, text});
        if (smallest.size() > most) {
          smallest.remove();
        }
      }
    }
    List<Measured> sample = new ArrayList<>();
    for (Object[] row : smallest) {
      sample.add(measured((long) row[0], (String) row[1], judge, identifier));
    }
    return new Part(rows, rejected, damaged, characters, sample);
  }

  private static Measured measured(
      long order, String text, Judge judge, LanguageIdentifier identifier) {
    String language = identifier.identify(text).code();
    List<Judgement> judgements = judge.judge(text, language);
    List<Limit> limits = Limit.all();
    double[] scores = new double[limits.size()];
    for (int i = 0; i < scores.length; i++) {
      Limit limit = limits.get(i);
      scores[i] =
          judgements.get(Limit.PROFILES.indexOf(limit.profile())).scores().value(limit.score());
    }
    int characters = text.codePointCount(0, text.length());
    return new Measured(order, ContentHash.of(text).high(), language, characters, scores);
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("sluice-analyze");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
