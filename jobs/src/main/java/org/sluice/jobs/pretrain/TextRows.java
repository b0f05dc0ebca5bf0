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

/**
 * Training rows of plain text: the tokens of a document and end-of-text, cut into pieces. Every
 * token is a target. A document's rows depend on the document alone, not on its neighbours.
 */
final class TextRows {
  static final StructType SCHEMA =
      StructType.fromDDL("input_ids ARRAY<INT>, labels ARRAY<INT>, lengths ARRAY<INT>");

  private TextRows() {}

  /**
   * The rows of a table.
   *
   * @param tokenizerJson the text of a tokenizer.json
   * @param maxLength tokens of a piece at most
   */
  static Dataset<Row> of(
      Dataset<Row> table,
      List<String> columns,
      String tokenizerJson,
      int endOfText,
      int maxLength) {
    Column[] texts = columns.stream().map(functions::col).toArray(Column[]::new);
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
    return table.select(texts).mapPartitions(cut, Encoders.row(SCHEMA));
  }

  /** Pieces of a document's tokens, one document after another. */
  private static final class Pieces implements Iterator<Row> {
    private final Iterator<Row> documents;
    private final Tokenizer tokenizer;
    private final int endOfText;
    private final int maxLength;
    private Iterator<int[]> pieces = List.<int[]>of().iterator();

    Pieces(Iterator<Row> documents, Tokenizer tokenizer, int endOfText, int maxLength) {
      this.documents = documents;
      this.tokenizer = tokenizer;
      this.endOfText = endOfText;
      this.maxLength = maxLength;
    }

    @Override
    public boolean hasNext() {
      while (!pieces.hasNext() && documents.hasNext()) {
        pieces = cut(documents.next()).iterator();
      }
      return pieces.hasNext();
    }

    @Override
    public Row next() {
      int[] piece = pieces.next();
      Integer[] ids = Arrays.stream(piece).boxed().toArray(Integer[]::new);
      return RowFactory.create(ids, ids, new Integer[] {ids.length});
    }

    private List<int[]> cut(Row document) {
      String text =
          String.join(
              "\n",
              IntStream.range(0, document.length())
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
