package org.sluice.jobs.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.sluice.jobs.tables.Damage;
import org.sluice.jobs.tables.Item;

/** A file that is one JSON list: each element is a row. Behind broken JSON nothing can be read. */
final class JsonListReader implements RangeReader {
  private static final int LONGEST = 1 << 27;

  private final JsonFactory json = new JsonFactory();
  private final JsonParser list;
  private final RowBuilder builder;
  private final LineRangeReader.LineParser parser;
  private long number;
  private boolean done;

  JsonListReader(InputStream in, RowBuilder builder, LineRangeReader.LineParser parser)
      throws IOException {
    this.list = json.createParser(in);
    this.builder = builder;
    this.parser = parser;
  }

  @Override
  public Item next() throws IOException {
    if (done) {
      return null;
    }
    long offset = list.currentLocation().getByteOffset();
    long line = list.currentLocation().getLineNr();
    byte[] element;
    try {
      if (number++ == 0 && list.nextToken() != JsonToken.START_ARRAY) {
        throw new BrokenRow("not a JSON list");
      }
      JsonToken token = list.nextToken();
      line = list.currentTokenLocation().getLineNr();
      offset = list.currentTokenLocation().getByteOffset();
      if (token == JsonToken.END_ARRAY || token == null) {
        done = true;
        return token == null ? builder.reject(line, offset, Damage.LIST_CUT_OFF, null) : null;
      }
      element = element();
    } catch (JsonProcessingException e) {
      done = true;
      return builder.reject(line, offset, Damage.NO_JSON, null);
    } catch (BrokenRow e) {
      done = true;
      return builder.reject(line, offset, e.getMessage(), null);
    }
    try {
      if (element.length > LONGEST) {
        throw new BrokenRow("the element is longer than 128 MB");
      }
      return parser.parse(element, 0, element.length, offset);
    } catch (BrokenRow e) {
      return builder.reject(line, offset, e.getMessage(), Utf8.raw(element, 0, element.length));
    }
  }

  /** The element that begins here, read to its end also when it is too long. */
  private byte[] element() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int depth = 0;
    try (JsonGenerator out = json.createGenerator(bytes)) {
      do {
        JsonToken token = list.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (bytes.size() <= LONGEST) {
          out.copyCurrentEvent(list);
        }
      } while (depth > 0 && list.nextToken() != null);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    list.close();
  }
}
