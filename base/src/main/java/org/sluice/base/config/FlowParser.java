package org.sluice.base.config;

import java.util.ArrayList;
import java.util.List;

/** Reads YAML's flow style, for defaults and for values on a command line. */
final class FlowParser {
  private final String text;
  private final Place place;
  private int at;

  FlowParser(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /** A value that does not begin with a bracket or a quote is taken whole, commas and all. */
  Node parse() {
    skipBlanks();
    if (at == text.length() || "[{\"'".indexOf(text.charAt(at)) < 0) {
      return new Node.Scalar(text.strip(), false, place);
    }
    Node node = value();
    skipBlanks();
    require(at == text.length(), "something follows the value");
    return node;
  }

  private Node value() {
    skipBlanks();
    require(at < text.length(), "a value is missing");
    return switch (text.charAt(at)) {
      case '[' -> list();
      case '{' -> map();
      case '"', '\'' -> new Node.Scalar(quoted(), true, place);
      default -> new Node.Scalar(plain(",]}"), false, place);
    };
  }

  private Node.Items list() {
    List<Node> items = new ArrayList<>();
    at++;
    while (!closes(']')) {
      items.add(value());
      comma(']');
    }
    return new Node.Items(items, place);
  }

  private Node.Entries map() {
    Node.Entries map = Node.empty(place);
    at++;
    while (!closes('}')) {
      String key = "\"'".indexOf(text.charAt(at)) >= 0 ? quoted() : plain(":,]}");
      skipBlanks();
      require(at < text.length() && text.charAt(at) == ':', "a colon is missing after " + key);
      at++;
      map.values().put(key, value());
      comma('}');
    }
    return map;
  }

  private boolean closes(char bracket) {
    skipBlanks();
    require(at < text.length(), "'" + bracket + "' is missing");
    if (text.charAt(at) != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private void comma(char bracket) {
    skipBlanks();
    require(at < text.length(), "'" + bracket + "' is missing");
    if (text.charAt(at) == ',') {
      at++;
    } else {
      require(text.charAt(at) == bracket, "',' or '" + bracket + "' is missing");
    }
  }

  private String plain(String stops) {
    int start = at;
    while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  /**
   * In double quotes \n, \t, \\ and \" stand for what they do in JSON; in single quotes '' is '.
   */
  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder out = new StringBuilder();
    while (true) {
      require(at < text.length(), "the closing " + quote + " is missing");
      char c = text.charAt(at++);
      if (c == quote) {
        if (quote == '\'' && at < text.length() && text.charAt(at) == quote) {
          at++;
        } else {
          return out.toString();
        }
      } else if (c == '\\' && quote == '"') {
        require(at < text.length(), "the closing \" is missing");
        c = escaped(text.charAt(at++));
      }
      out.append(c);
    }
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem + " in '" + text + "'");
    }
  }
}
