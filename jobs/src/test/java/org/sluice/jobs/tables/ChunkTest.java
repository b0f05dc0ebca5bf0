package org.sluice.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static List<Item> through(List<Item> items, List<Chunk> chunks) {
    Chunk.pack(items.iterator()).forEachRemaining(chunks::add);
    List<Item> back = new ArrayList<>();
    Chunk.unpack(chunks.iterator()).forEachRemaining(back::add);
    return back;
  }

  private static Object[] values(Item item) {
    return item instanceof Item.Kept kept ? kept.values() : ((Item.Aside) item).values();
  }

  @Test
  void valuesOfEveryKindComeBack() {
    Object[] values = {
      null,
      "",
      "plain",
      "café \u00ff",
      "中文 and \ud83d\ude00",
      "half a pair \ud83d",
      Long.MIN_VALUE,
      -7,
      Double.NaN,
      true,
      new long[] {1, -2, Long.MAX_VALUE},
      new int[] {3, 4},
      Arrays.asList("a", null, List.of("中", 1L)),
      new Timestamp(12)
    };
    RuleTally tally = new RuleTally(new RuleTally.Rule("clean", "p", "r", 1, true));
    List<Item> items =
        List.of(
            new Item.Kept(values),
            new Item.Aside(Schemas.REJECTED, values),
            new Item.Tallied(tally),
            new Item.Kept(new Object[0]));
    List<Item> back = through(items, new ArrayList<>());
    assertThat(back).hasSize(4);
    assertThat(values(back.get(0))).isEqualTo(values);
    assertThat(((Item.Aside) back.get(1)).table()).isEqualTo(Schemas.REJECTED);
    assertThat(values(back.get(1))).isEqualTo(values);
    assertThat(((Item.Tallied) back.get(2)).tally()).isSameAs(tally);
    assertThat(values(back.get(3))).isEmpty();
  }

  @Test
  void aChunkEndsBehindTheRowThatFillsIt() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String text = (i % 2 == 0 ? "x" : "中").repeat(i == 20 ? 3_000_000 : 100_000);
      items.add(new Item.Kept(new Object[] {"id" + i, text}));
    }
    List<Chunk> chunks = new ArrayList<>();
    List<Item> back = through(items, chunks);
    assertThat(chunks).hasSizeBetween(5, 9);
    for (int i = 0; i < 40; i++) {
      assertThat(values(back.get(i))).isEqualTo(values(items.get(i)));
    }
  }

  @Test
  void nothingIsPackedBeforeItIsAskedFor() {
    Iterator<Item> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Item next() {
            return new Item.Kept(new Object[] {"x".repeat(1000)});
          }
        };
    Iterator<Item> back = Chunk.unpack(Chunk.pack(endless));
    assertThat(back.hasNext()).isTrue();
    assertThat(back.next()).isInstanceOf(Item.Kept.class);
  }
}
