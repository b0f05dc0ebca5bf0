package org.sluice.engine.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/**
 * The header of a safetensors file, checked before any tensor is read. It is read piece by piece,
 * so that a header that claims much takes little memory.
 */
final class SafetensorsHeader {
  /** The limit of the safetensors library itself. */
  private static final int MAX_HEADER_BYTES = 100_000_000;

  private static final int MAX_DIMENSIONS = 16;

  private static final String DAMAGED = "copy or download the file again";

  /** A tensor and where its first byte lies in the file. */
  record Entry(TensorInfo info, long offset) {}

  private final RandomFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader(RandomFile file) {
    this.file = file;
  }

  /** Reads the header of an open file. */
  static SafetensorsHeader read(RandomFile file) {
    SafetensorsHeader header = new SafetensorsHeader(file);
    header.read();
    return header;
  }

  /** The tensors, in the header's order. */
  Map<String, Entry> entries() {
    return entries;
  }

  /** The strings of {@code __metadata__}. */
  Map<String, String> metadata() {
    return metadata;
  }

  private void read() {
    long length = file.read(0, Long.BYTES, "header").getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw UserError.at(
          file.path(),
          "header",
          "this is no safetensors file: it declares a header of "
              + Long.toUnsignedString(length)
              + " bytes",
          DAMAGED);
    }
    try (JsonParser json = Json.MAPPER.createParser(file.stream(Long.BYTES, length, "header"))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw damaged("header", "is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        boolean object = json.nextToken() == JsonToken.START_OBJECT;
        if (name.equals("__metadata__")) {
          readMetadata(json, object);
        } else {
          add(name, object ? entry(json, name) : null, Long.BYTES + length);
        }
      }
    } catch (JsonProcessingException e) {
      throw damaged("header", "is no JSON").causedBy(e);
    } catch (IOException e) {
      throw UserError.at(file.path(), "header", "cannot be read: " + e, "check the disk")
          .causedBy(e);
    }
    file.refuseOverlaps(
        entries.entrySet(), e -> e.getValue().offset, e -> e.getValue().info.bytes());
  }

  private void readMetadata(JsonParser json, boolean object) throws IOException {
    while (object && json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken().isScalarValue()) {
        metadata.put(key, json.getText());
      } else {
        json.skipChildren();
      }
    }
    json.skipChildren();
  }

  /** What the header says of one tensor. */
  private static final class Fields {
    private String type = "";
    private List<Long> shape;
    private List<Long> offsets;
  }

  private Fields entry(JsonParser json, String name) throws IOException {
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> fields.type = json.getText();
        case "shape" -> fields.shape = numbers(json, name);
        case "data_offsets" -> fields.offsets = numbers(json, name);
        default -> {} // for later versions
      }
      json.skipChildren();
    }
    return fields;
  }

  private List<Long> numbers(JsonParser json, String name) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return null;
    }
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean natural =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && json.getLongValue() >= 0;
      if (!natural) {
        throw damaged(name, "has a shape or an offset that is no natural number");
      }
      if (numbers.size() == MAX_DIMENSIONS) {
        throw damaged(name, "has more than " + MAX_DIMENSIONS + " dimensions");
      }
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private void add(String name, Fields fields, long dataStart) {
    if (fields == null
        || fields.shape == null
        || fields.offsets == null
        || fields.offsets.size() != 2) {
      throw damaged(name, "has no shape or no data_offsets");
    }
    TensorInfo info =
        new TensorInfo(
            name, type(name, fields.type), fields.shape.stream().mapToLong(n -> n).toArray());
    long begin = fields.offsets.get(0);
    long end = fields.offsets.get(1);
    long bytes;
    try {
      bytes = info.bytes();
    } catch (ArithmeticException e) {
      throw damaged(name, "has an absurd shape").causedBy(e);
    }
    if (end < begin || end - begin != bytes) {
      throw damaged(name, "takes " + (end - begin) + " bytes where its shape needs " + bytes);
    }
    if (end > file.size() - dataStart) {
      throw file.truncated(
          Shown.of(name), end > Long.MAX_VALUE - dataStart ? end : dataStart + end);
    }
    if (entries.put(name, new Entry(info, dataStart + begin)) != null) {
      throw damaged(name, "is named twice");
    }
    if (entries.size() > RandomFile.MAX_TENSORS) {
      throw damaged(name, "is one of more than " + RandomFile.MAX_TENSORS + " tensors");
    }
  }

  private TensorType type(String name, String declared) {
    try {
      return TensorType.valueOf(declared);
    } catch (IllegalArgumentException e) {
      throw UserError.at(
              file.path(),
              Shown.of(name),
              "has the type '" + Shown.of(declared) + "', which is not read here",
              "convert the weights to F32, F16 or BF16")
          .causedBy(e);
    }
  }

  private UserError damaged(String place, String problem) {
    return UserError.at(file.path(), Shown.of(place), "the file is damaged: " + problem, DAMAGED);
  }
}
