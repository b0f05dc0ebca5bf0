package org.sluice.jobs.decontaminate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.broadcast.Broadcast;
import org.sluice.jobs.Fields;
import org.sluice.jobs.decontaminate.DecontaminateOptions.Method;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.RowPass;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.dedup.TokenGrams;
import org.sluice.text.rules.Document;

/** Cuts what is found out of a text, or drops the row. */
final class Removing implements RowPass {
  private static final long serialVersionUID = 1L;
  private static final String RULE = "contaminated";

  private final Fields fields;
  private final Broadcast<SoughtGrams> sought;
  private final Method method;
  private final int around;
  private final int minPiece;
  private final int maxPieces;

  Removing(Fields fields, Broadcast<SoughtGrams> sought, DecontaminateOptions options) {
    this.fields = fields;
    this.sought = sought;
    this.method = options.method();
    this.around = options.around();
    this.minPiece = options.minPiece();
    this.maxPieces = options.maxPieces();
  }

  /**
   * A stretch that goes, in UTF-16 units.
   *
   * @param set the first evaluation set found in it
   */
  private record Stretch(int start, int end, String set) {}

  @Override
  public Worker open() {
    TokenGrams tokens = new TokenGrams();
    SoughtGrams grams = sought.value();
    return (row, out) -> {
      if (fields.isTest(row)) {
        out.accept(new Item.Kept(row));
        return;
      }
      String text = fields.joined(row);
      tokens.read(text);
      List<Stretch> found = new ArrayList<>();
      grams.search(
          tokens,
          (token, length, gram, set) ->
              found.add(new Stretch(tokens.start(token), tokens.end(token + length - 1), set)));
      if (found.isEmpty()) {
        out.accept(new Item.Kept(row));
      } else if (method == Method.GPT3) {
        cut(row, text, found, out);
      } else {
        out.accept(dropped(row, RULE, found.size(), 0, found.get(0).set()));
      }
    };
  }

  private void cut(Object[] row, String text, List<Stretch> found, Consumer<Item> out) {
    List<Stretch> stretches = widened(text, found);
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (Stretch stretch : stretches) {
      add(text.substring(from, stretch.start()), pieces);
      from = stretch.end();
    }
    add(text.substring(from), pieces);
    String set = stretches.get(0).set();
    if (stretches.size() + 1 > maxPieces) {
      out.accept(dropped(row, "cut_into_many_pieces", stretches.size() + 1, maxPieces, set));
    } else if (pieces.isEmpty()) {
      out.accept(dropped(row, RULE, found.size(), 0, set));
    } else {
      String rest = String.join("\n", pieces);
      Object[] values = row.clone();
      values[fields.texts()[0]] = rest;
      out.accept(new Item.Kept(values));
      long characters = (long) Document.length(text) - Document.length(rest);
      out.accept(
          new Item.Aside(
              Schemas.CUTS_TABLE,
              new Object[] {
                fields.id(row), RULE, (long) stretches.size(), characters, set, Decontaminate.NAME
              }));
    }
  }

  private void add(String piece, List<String> pieces) {
    if (Document.length(piece) >= minPiece && !piece.isBlank()) {
      pieces.add(piece);
    }
  }

  /** With the characters around them; those that meet are one. */
  private List<Stretch> widened(String text, List<Stretch> found) {
    List<Stretch> stretches = new ArrayList<>();
    for (Stretch stretch : found) {
      int start = moved(text, stretch.start(), -around);
      int end = moved(text, stretch.end(), around);
      Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
      if (last != null && start <= last.end()) {
        int joined = Math.max(end, last.end());
        stretches.set(stretches.size() - 1, new Stretch(last.start(), joined, last.set()));
      } else {
        stretches.add(new Stretch(start, end, stretch.set()));
      }
    }
    return stretches;
  }

  /** A place some code points away, within the text. */
  private static int moved(String text, int at, int points) {
    int there = at;
    for (int i = 0; i < Math.abs(points); i++) {
      if (points < 0 ? there <= 0 : there >= text.length()) {
        break;
      }
      there = text.offsetByCodePoints(there, points < 0 ? -1 : 1);
    }
    return there;
  }

  private Item dropped(Object[] row, String rule, double found, double limit, String set) {
    return Item.dropped(fields.id(row), Decontaminate.NAME, rule, found, limit, set);
  }
}
