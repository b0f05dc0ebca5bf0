package org.sluice.text.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The text of the article that a page states in JSON-LD, for search engines (schema.org). */
final class StatedArticle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatedArticle() {}

  static Optional<String> of(Document document) {
    for (Element script : document.select("script[type=application/ld+json]")) {
      try {
        String body = find(JSON.readTree(script.data()), 0);
        if (body != null) {
          return Optional.of(plain(body));
        }
      } catch (JsonProcessingException e) {
        continue; // broken metadata says nothing of the page
      }
    }
    return Optional.empty();
  }

  private static String find(JsonNode node, int depth) {
    if (node.path("articleBody").isTextual()) {
      return node.get("articleBody").textValue();
    }
    if (depth < 4 && node.isContainerNode()) {
      for (JsonNode child : node) {
        String body = find(child, depth + 1);
        if (body != null) {
          return body;
        }
      }
    }
    return null;
  }

  /** Some pages put markup into it, plain or escaped. */
  private static String plain(String body) {
    String text = body.contains("<") || body.contains("&") ? Jsoup.parse(body).wholeText() : body;
    StringBuilder lines = new StringBuilder();
    text.lines()
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .forEach(line -> lines.append(lines.length() == 0 ? "" : "\n").append(line));
    return lines.toString();
  }
}
