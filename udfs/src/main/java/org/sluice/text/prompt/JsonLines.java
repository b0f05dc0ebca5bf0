package org.sluice.text.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.sluice.base.UserError;
import org.sluice.text.prompt.python.Json;
import org.sluice.text.prompt.python.PlainData;

/** Reads objects from JSON lines and writes them, lone surrogates included. */
final class JsonLines {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(new JsonFactory())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();
  private static final int GZIP_MAGIC = 0x1f8b;

  private final String name;
  private final InputStream in;
  private long number;

  JsonLines(String name, InputStream source) throws IOException {
    this.name = name;
    BufferedInputStream buffered = new BufferedInputStream(source);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    this.in =
        magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(buffered)) : buffered;
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** The next object; null at the end. Empty lines are passed over. */
  JsonNode next() throws IOException {
    for (byte[] line = line(); line != null; line = line()) {
      number++;
      if (new String(line, java.nio.charset.StandardCharsets.ISO_8859_1).isBlank()) {
        continue;
      }
      return parse(line);
    }
    return null;
  }

  private JsonNode parse(byte[] line) throws IOException {
    JsonNode node;
    try {
      node = MAPPER.readTree(line);
    } catch (JsonProcessingException broken) {
      throw UserError.at(
              name, Long.toString(number), "this line is no JSON", "write one object on each line")
          .causedBy(broken);
    }
    if (!node.isObject()) {
      throw UserError.at(
          name, Long.toString(number), "this line is no object", "write one object on each line");
    }
    return node;
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int unit = in.read();
    if (unit < 0) {
      return null;
    }
    while (unit >= 0 && unit != '\n') {
      line.write(unit);
      unit = in.read();
    }
    return line.toByteArray();
  }

  /** Maps, lists, strings, numbers, booleans and null. */
  static Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isNull() ? null : node.isBoolean() ? (Object) node.booleanValue() : node.asText();
  }

  /** One line; in plain ASCII when it holds half a pair of surrogates, which UTF-8 cannot write. */
  static String write(Map<String, Object> object) {
    Object plain = PlainData.of(object);
    String line = Json.line(plain);
    boolean broken =
        line.codePoints().anyMatch(c -> c <= 0xffff && Character.isSurrogate((char) c));
    return (broken ? Json.dumps(plain, true, null, null, false) : line) + "\n";
  }
}
