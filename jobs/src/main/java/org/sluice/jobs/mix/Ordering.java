package org.sluice.jobs.mix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;
import scala.Tuple2;

/**
 * Writes each row as often as it is taken and puts all into their order. The first time a row is
 * taken it keeps its id, later it gets #2, #3 behind it. Held-out rows come last.
 *
 * @param fields of the rows, which end with size, rank and number of times
 * @param width columns of a row before those
 * @param ranked whether a curriculum orders the rows
 * @param stages of the curriculum; 0: one strict order
 */
record Ordering(Fields fields, int idAt, int width, boolean ranked, int stages, long seed)
    implements Serializable {
  /** Columns that {@link Measuring} and {@link Taking} have put behind a row. */
  private static final int ADDED = 3;

  private static final int LAST = Integer.MAX_VALUE;

  /** The rows of the mixture: their columns, then epoch, from 1, and place, from 0. */
  JavaRDD<Row> ordered(JavaRDD<Item> items) {
    JavaPairRDD<Place, Object[]> copies =
        items.filter(item -> item instanceof Item.Kept).flatMapToPair(this::copies);
    List<Place> borders = stages > 1 ? borders(copies.keys()) : List.of();
    return (borders.isEmpty() ? copies : copies.mapToPair(copy -> staged(copy, borders)))
        .sortByKey()
        .zipWithIndex()
        .map(
            numbered -> {
              Object[] row = numbered._1()._2();
              row[row.length - 1] = numbered._2();
              return Flow.row(row);
            });
  }

  private Iterator<Tuple2<Place, Object[]>> copies(Item item) {
    Object[] row = ((Item.Kept) item).values();
    int times = (int) row[width + ADDED - 1];
    List<Tuple2<Place, Object[]>> copies = new ArrayList<>();
    String id = fields.id(row);
    for (int epoch = 1; epoch <= times; epoch++) {
      Object[] copy = Arrays.copyOf(row, width + 2);
      copy[idAt] = epoch == 1 ? id : id + "#" + epoch;
      copy[width] = epoch;
      double rank = (double) row[width + 1];
      int part = ranked ? epoch : 0; // each epoch of a curriculum begins with the easy rows
      if (fields.isTest(row)) {
        part = LAST;
      }
      Place place = new Place(part, rank, Take.hash(seed, "order" + epoch, id), id);
      copies.add(new Tuple2<>(place, copy));
    }
    return copies.iterator();
  }

  /** The first place of each stage but the first. */
  private List<Place> borders(JavaRDD<Place> places) {
    JavaRDD<Place> learnt = places.filter(place -> place.part() != LAST);
    long count = learnt.count();
    int wanted = stages;
    return learnt
        .sortBy(place -> place, true, learnt.getNumPartitions())
        .zipWithIndex()
        .filter(place -> place._2() > 0 && isFirst(place._2(), count, wanted))
        .keys()
        .collect();
  }

  private static boolean isFirst(long at, long count, int stages) {
    return at * stages / count != (at - 1) * stages / count;
  }

  private static Tuple2<Place, Object[]> staged(Tuple2<Place, Object[]> copy, List<Place> borders) {
    Place place = copy._1();
    if (place.part() == LAST) {
      return copy;
    }
    int stage = 0;
    while (stage < borders.size() && borders.get(stage).compareTo(place) <= 0) {
      stage++;
    }
    return new Tuple2<>(new Place(stage, 0, place.hash(), place.id()), copy._2());
  }
}
