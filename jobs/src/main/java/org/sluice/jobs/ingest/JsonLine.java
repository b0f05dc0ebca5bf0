package org.sluice.jobs.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.jobs.tables.Item;

/** Makes a row out of one line of JSON; what is not declared is skipped over. */
final class JsonLine implements LineRangeReader.LineParser {
  private static final int ID = -1;

  private final JsonFactory json = new JsonFactory();
  private final RowBuilder builder;
  private final List<Column> declared;
  private final Map<String, Integer> places = new HashMap<>();

  JsonLine(Columns columns, RowBuilder builder) {
    this.builder = builder;
    this.declared = columns.declared();
    for (int i = 0; i < declared.size(); i++) {
      places.put(declared.get(i).name(), i);
    }
    places.putIfAbsent(columns.idName(), ID);
  }

  @Override
  public Item.Kept parse(byte[] bytes, int start, int length, long offset) throws BrokenRow {
    Object[] values = new Object[declared.size()];
    String id = null;
    try (JsonParser line = json.createParser(bytes, start, length)) {
      if (line.nextToken() != JsonToken.START_OBJECT) {
        throw new BrokenRow("not a JSON object");
      }
      while (line.nextToken() == JsonToken.FIELD_NAME) {
        Integer place = places.get(line.currentName());
        JsonToken token = line.nextToken();
        if (place == null) {
          line.skipChildren();
        } else if (place == ID) {
          id = id(line, token);
        } else {
          values[place] = value(line, token, declared.get(place));
        }
      }
      if (line.nextToken() != null) {
        throw new BrokenRow("more than one JSON value on the line");
      }
    } catch (StreamConstraintsException e) {
      throw new BrokenRow("a value is longer or deeper than JSON is read");
    } catch (JsonProcessingException e) {
      throw new BrokenRow("not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return builder.row(id, values, offset);
  }

  private static String id(JsonParser line, JsonToken token) throws IOException, BrokenRow {
    return switch (token) {
      case VALUE_STRING, VALUE_NUMBER_INT -> line.getText();
      case VALUE_NULL -> null;
      default -> throw new BrokenRow("the id is neither a string nor a whole number");
    };
  }

  private Object value(JsonParser line, JsonToken token, Column column)
      throws IOException, BrokenRow {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    boolean fits =
        switch (column.type()) {
          case STRING -> token == JsonToken.VALUE_STRING;
          case LONG -> token == JsonToken.VALUE_NUMBER_INT;
          case DOUBLE -> token.isNumeric();
          case BOOLEAN -> token.isBoolean();
          case JSON -> true;
        };
    if (!fits) {
      throw new BrokenRow(column.wrongType());
    }
    return switch (column.type()) {
      case STRING -> line.getText();
      case LONG -> wholeNumber(line, column);
      case DOUBLE -> line.getDoubleValue();
      case BOOLEAN -> line.getBooleanValue();
      case JSON -> textOf(line);
    };
  }

  private static Long wholeNumber(JsonParser line, Column column) throws IOException, BrokenRow {
    if (line.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new BrokenRow(column.wrongType());
    }
    return line.getLongValue();
  }

  private String textOf(JsonParser line) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(text)) {
      out.copyCurrentStructure(line);
    }
    return text.toString();
  }
}
