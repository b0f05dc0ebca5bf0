package org.sluice.base.config;

import java.util.ArrayList;
import java.util.List;
import org.sluice.base.UserError;

/** Turns a command line of dotted options into a tree of settings. */
public final class Args {
  private Args() {}

  /**
   * Reads {@code --a.b value} and {@code --a.b=value}. Values are written as in YAML's flow style
   * ({@code [a, b]} is a list); an option without a value is true; an option that comes again makes
   * a list.
   *
   * @throws UserError for a word that belongs to no option
   */
  public static Node.Entries parse(String... argv) {
    Node.Entries root = Node.empty(Place.option("command line"));
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < argv.length; i++) {
      if (!isOption(argv[i])) {
        throw UserError.of("'" + argv[i] + "' belongs to no option", "write --key value");
      }
      String name = argv[i].substring(2);
      String text = "true";
      int equals = name.indexOf('=');
      if (equals >= 0) {
        text = name.substring(equals + 1);
        name = name.substring(0, equals);
      } else if (i + 1 < argv.length && !isOption(argv[i + 1])) {
        text = argv[++i];
      }
      String key = name.replace('-', '_');
      Node value = value(key, text);
      root = put(root, key, seen.contains(key) ? appended(root, key, value) : value);
      seen.add(key);
    }
    return root;
  }

  /**
   * One {@code a.b=value}, as {@code --set} takes it, put over {@code root}.
   *
   * @throws UserError when there is no {@code =} or the path leads through a value
   */
  public static Node.Entries set(Node.Entries root, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw UserError.of("--set " + assignment + ": there is no '='", "write --set key=value");
    }
    String key = assignment.substring(0, equals).strip();
    Place place = Place.option("--set " + key);
    try {
      return Node.with(root, key, Node.yamlScalar(assignment.substring(equals + 1), place));
    } catch (IllegalArgumentException e) {
      throw UserError.at(place, "", e.getMessage(), "");
    }
  }

  /** A minus and a digit begin a number, not an option. */
  private static boolean isOption(String word) {
    return word.startsWith("--") && word.length() > 2;
  }

  private static Node value(String key, String text) {
    try {
      return Node.yamlScalar(text, Place.option("--" + key));
    } catch (IllegalArgumentException e) {
      throw UserError.at("--" + key, "", e.getMessage(), "");
    }
  }

  private static Node.Entries put(Node.Entries root, String key, Node value) {
    try {
      return Node.with(root, key, value);
    } catch (IllegalArgumentException e) {
      throw UserError.at("--" + key, "", e.getMessage(), "");
    }
  }

  private static Node appended(Node.Entries root, String key, Node value) {
    Node before = root;
    for (String part : key.split("\\.")) {
      before = ((Node.Entries) before).get(part);
    }
    List<Node> items =
        new ArrayList<>(before instanceof Node.Items list ? list.values() : List.of(before));
    items.add(value);
    return new Node.Items(items, value.place());
  }
}
