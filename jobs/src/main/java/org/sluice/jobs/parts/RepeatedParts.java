package org.sluice.jobs.parts;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import org.sluice.text.dedup.LineKeys;
import org.sluice.text.dedup.LineKeys.Level;
import org.sluice.text.dedup.LineKeys.Parts;
import scala.Tuple2;

/**
 * Finds the parts that stand in more than one place. Each map task sends the first of its own
 * places of a part, so a part arrives at most once a task, however common it is.
 */
final class RepeatedParts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fields fields;
  private final Level level;

  RepeatedParts(Fields fields, Level level) {
    this.fields = fields;
    this.level = level;
  }

  /**
   * What a map task has of a part.
   *
   * @param first its first own place
   * @param several whether it has more places
   */
  private record Own(int partition, Occurrence first, boolean several) implements Serializable {}

  /** For each partition of the rows the parts in it that stand more than once. */
  JavaRDD<FirstPlaces> find(JavaRDD<Item> rows) {
    int partitions = rows.getNumPartitions();
    return rows.mapPartitionsWithIndex(this::own, false)
        .mapToPair(own -> own)
        .groupByKey(new HashPartitioner(partitions))
        .flatMapToPair(part -> firsts(part._1(), part._2()))
        .partitionBy(new HashPartitioner(partitions))
        .mapPartitions(RepeatedParts::collected);
  }

  private Iterator<Tuple2<Long, Own>> own(int partition, Iterator<Item> items) {
    LineKeys keys = new LineKeys(level);
    Map<Long, Own> found = new HashMap<>();
    while (items.hasNext()) {
      if (items.next() instanceof Item.Kept kept && !fields.isTest(kept.values())) {
        String text = fields.joined(kept.values());
        String id = fields.id(kept.values());
        long hash = Cutting.hash(text);
        Parts parts = keys.of(text);
        for (int i = 0; i < parts.keys().length; i++) {
          if (parts.keys()[i] != 0) {
            Own place = new Own(partition, new Occurrence(id, hash, i), false);
            found.merge(parts.keys()[i], place, RepeatedParts::merged);
          }
        }
      }
    }
    return found.entrySet().stream()
        .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
        .iterator();
  }

  private static Own merged(Own one, Own other) {
    return new Own(one.partition(), Occurrence.earlier(one.first(), other.first()), true);
  }

  private static Iterator<Tuple2<Integer, Tuple2<Long, Occurrence>>> firsts(
      long key, Iterable<Own> places) {
    List<Own> all = new ArrayList<>();
    places.forEach(all::add);
    if (all.size() == 1 && !all.get(0).several()) {
      return List.<Tuple2<Integer, Tuple2<Long, Occurrence>>>of().iterator();
    }
    Occurrence first = all.get(0).first();
    for (Own own : all) {
      first = Occurrence.earlier(first, own.first());
    }
    List<Tuple2<Integer, Tuple2<Long, Occurrence>>> answers = new ArrayList<>();
    for (Own own : all) {
      answers.add(new Tuple2<>(own.partition(), new Tuple2<>(key, first)));
    }
    return answers.iterator();
  }

  private static Iterator<FirstPlaces> collected(
      Iterator<Tuple2<Integer, Tuple2<Long, Occurrence>>> answers) {
    FirstPlaces firsts = new FirstPlaces();
    answers.forEachRemaining(answer -> firsts.put(answer._2()._1(), answer._2()._2()));
    return List.of(firsts).iterator();
  }
}
