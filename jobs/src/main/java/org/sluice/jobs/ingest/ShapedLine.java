package org.sluice.jobs.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.sluice.jobs.tables.Item;

/** Makes a row out of one object of instruction data. */
final class ShapedLine implements LineRangeReader.LineParser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RowShape shape;
  private final Columns columns;
  private final RowBuilder builder;

  ShapedLine(RowShape shape, Columns columns, RowBuilder builder) {
    this.shape = shape;
    this.columns = columns;
    this.builder = builder;
  }

  @Override
  public Item.Kept parse(byte[] bytes, int start, int length, long offset) throws BrokenRow {
    try {
      return row(JSON.readTree(bytes, start, length), offset);
    } catch (JsonProcessingException e) {
      throw new BrokenRow("not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of plain text, which stands for an object with one key. */
  Item.Kept text(String line, long offset) throws BrokenRow {
    return row(JSON.createObjectNode().put("text", line), offset);
  }

  private Item.Kept row(JsonNode row, long offset) throws BrokenRow {
    Map<String, JsonNode> made = shape.columns(row);
    Object[] values = new Object[columns.declared().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = columns.declared().get(i);
      JsonNode value = made.get(column.name());
      values[i] = value(value == null ? row.get(column.name()) : value, column);
    }
    JsonNode id = row.get(columns.idName());
    boolean named = id != null && (id.isTextual() || id.isIntegralNumber());
    return builder.row(named ? id.asText() : null, values, offset);
  }

  private static Object value(JsonNode value, Column column) throws BrokenRow {
    if (value == null || value.isNull()) {
      return null;
    }
    boolean fits =
        switch (column.type()) {
          case STRING, JSON -> true;
          case LONG -> value.canConvertToLong() && value.isIntegralNumber();
          case DOUBLE -> value.isNumber();
          case BOOLEAN -> value.isBoolean();
        };
    if (!fits) {
      throw new BrokenRow(column.wrongType());
    }
    return switch (column.type()) {
      case STRING, JSON -> value.isTextual() ? value.textValue() : value.toString();
      case LONG -> value.longValue();
      case DOUBLE -> value.doubleValue();
      case BOOLEAN -> value.booleanValue();
    };
  }
}
