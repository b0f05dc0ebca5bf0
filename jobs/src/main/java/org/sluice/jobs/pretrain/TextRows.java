package org.sluice.jobs.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.tables.Schemas;

/**
 * Training rows of plain text: the tokens of a document and end-of-text, cut into pieces. Every
 * token is a target. A document's rows depend on the document alone, not on its neighbours; where
 * an order is kept they follow one another in it.
 */
final class TextRows {
  static final StructType SCHEMA =
      StructType.fromDDL(
          "input_ids ARRAY<INT>, labels ARRAY<INT>, lengths ARRAY<INT>, sequence BIGINT");

  /** A sequence is the place of a document times this, and the number of the piece. */
  private static final long MOST_PIECES = 1 << 20;

  private TextRows() {}

  /**
   * The rows of a table.
   *
   * @param tokenizerJson the text of a tokenizer.json
   */
  static Dataset<Row> of(
      Dataset<Row> table, PretrainOptions options, String tokenizerJson, int endOfText) {
    List<Column> columns = new ArrayList<>();
    columns.add(options.keepOrder() ? functions.col(Schemas.PLACE) : functions.lit(null));
    options.columns().forEach(text -> columns.add(functions.col(text)));
    int maxLength = options.maxLength();
    MapPartitionsFunction<Row, Row> cut =
        rows -> {
          if (!rows.hasNext()) {
            return rows;
          }
          Tokenizer tokenizer = Tokenizer.of(tokenizerJson, "tokenizer");
          TaskCompletionListener close = context -> tokenizer.close();
          TaskContext.get().addTaskCompletionListener(close);
          return new Pieces(rows, tokenizer, endOfText, maxLength);
        };
    return table.select(columns.toArray(Column[]::new)).mapPartitions(cut, Encoders.row(SCHEMA));
  }

  /** Pieces of a document's tokens, one document after another. */
  private static final class Pieces implements Iterator<Row> {
    private final Iterator<Row> documents;
    private final Tokenizer tokenizer;
    private final int endOfText;
    private final int maxLength;
    private Iterator<int[]> pieces = List.<int[]>of().iterator();
    private Long sequence;

    Pieces(Iterator<Row> documents, Tokenizer tokenizer, int endOfText, int maxLength) {
      this.documents = documents;
      this.tokenizer = tokenizer;
      this.endOfText = endOfText;
      this.maxLength = maxLength;
    }

    @Override
    public boolean hasNext() {
      while (!pieces.hasNext() && documents.hasNext()) {
        Row document = documents.next();
        pieces = cut(document).iterator();
        sequence = document.isNullAt(0) ? null : document.getLong(0) * MOST_PIECES;
      }
      return pieces.hasNext();
    }

    @Override
    public Row next() {
      int[] piece = pieces.next();
      Integer[] ids = Arrays.stream(piece).boxed().toArray(Integer[]::new);
      Long own = sequence;
      sequence = own == null ? null : own + 1;
      return RowFactory.create(ids, ids, new Integer[] {ids.length}, own);
    }

    private List<int[]> cut(Row document) {
      String text =
          String.join(
              "\n",
              IntStream.range(1, document.length())
                  .filter(i -> !document.isNullAt(i) && !document.getString(i).isEmpty())
                  .mapToObj(document::getString)
                  .toList());
      int[] ids = tokenizer.ids(text, false);
      int[] all = Arrays.copyOf(ids, ids.length + 1);
      all[ids.length] = endOfText;
      List<int[]> cut = new ArrayList<>();
      for (int from = 0; from < all.length - 1; from += maxLength - 1) {
        // pieces overlap by one token, so that every token but the first is foretold once
        cut.add(Arrays.copyOfRange(all, from, Math.min(from + maxLength, all.length)));
      }
      return cut;
    }
  }
}
