package org.sluice.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.Map;
import org.sluice.text.instruct.DatasetInfo;
import org.sluice.text.instruct.LlamaFactory;
import org.sluice.text.instruct.Shape;
import org.sluice.text.instruct.Unreadable;

/**
 * How rows of JSON become columns.
 *
 * @param shape null when {@code dataset} says it
 * @param dataset null when {@code shape} says it
 */
record RowShape(Shape shape, DatasetInfo dataset) implements Serializable {

  /** Null when rows are to keep their own columns. */
  static RowShape of(Shape shape, DatasetInfo dataset) {
    return shape == null && dataset == null ? null : new RowShape(shape, dataset);
  }

  Map<String, JsonNode> columns(JsonNode row) throws BrokenRow {
    try {
      return dataset == null ? shape.columns(row) : LlamaFactory.columns(dataset, row);
    } catch (Unreadable e) {
      throw new BrokenRow(e.getMessage());
    }
  }
}
