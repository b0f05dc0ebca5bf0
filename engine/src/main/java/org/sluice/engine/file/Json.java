package org.sluice.engine.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.sluice.base.UserError;

/** JSON files of models: read with the file's name in every error. */
public final class Json {
  /** Shared and never reconfigured. */
  public static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** The text of a file; a missing one is a user's error. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw UserError.at(file, "", "there is no such file", "take the model's whole folder")
          .causedBy(e);
    } catch (IOException e) {
      throw UserError.at(file, "", "cannot be read: " + e, "check the file").causedBy(e);
    }
  }

  /** A file that must hold a JSON object. */
  public static JsonNode object(Path file) {
    return parse(file, text(file));
  }

  static JsonNode parse(Path file, String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (!node.isObject()) {
        throw UserError.at(file, "", "is no JSON object", "copy or download it again");
      }
      return node;
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : "" + e.getLocation().getLineNr();
      throw UserError.at(file, place, "is no valid JSON", "copy or download it again").causedBy(e);
    }
  }

  /** A tree as maps, lists, strings, numbers and booleans. */
  public static Map<String, Object> map(JsonNode node) {
    return MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }
}
