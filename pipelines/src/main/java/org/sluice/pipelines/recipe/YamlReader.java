package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.UserError;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML 1.2 into settings that know their lines. */
final class YamlReader {
  /** Far more than a recipe has; an alias that holds itself ends here. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_NODES = 100_000;

  private final String file;
  private final Problems problems;
  private int nodes;

  private YamlReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads one file.
   *
   * @throws UserError when it cannot be read or is not a YAML map
   */
  static org.sluice.base.config.Node.Entries read(Path path, Problems problems) {
    String file = path.toString();
    if (!Files.isRegularFile(path)) {
      throw UserError.at(file, "", "there is no such recipe", "recipes lie in conf/recipes");
    }
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    try (Reader text = Files.newBufferedReader(path)) {
      Node root =
          new Compose(settings)
              .composeReader(text)
              .orElseThrow(() -> UserError.at(file, "", "the recipe is empty", ""));
      var tree = new YamlReader(file, problems).convert(root, line(root), 0);
      if (tree instanceof org.sluice.base.config.Node.Entries entries) {
        return entries;
      }
      throw UserError.at(file, "1", "a recipe is a map of sections", "begin with name: ...");
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> "" + (mark.getLine() + 1)).orElse("");
      throw UserError.at(file, line, "not YAML: " + e.getProblem(), "").causedBy(e);
    } catch (CharacterCodingException e) {
      throw UserError.at(file, "", "not UTF-8", "save the recipe as UTF-8").causedBy(e);
    } catch (YamlEngineException | IOException e) {
      throw UserError.at(file, "", "cannot be read: " + e.getMessage(), "").causedBy(e);
    }
  }

  /** The place of a map or list is the line of its key. */
  private org.sluice.base.config.Node convert(Node node, int keyLine, int depth) {
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw UserError.at(file, "" + keyLine, "nested too deeply or far too large", "");
    }
    if (node instanceof ScalarNode scalar) {
      boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
      return new org.sluice.base.config.Node.Scalar(
          scalar.getValue(), quoted, new Place(file, line(node)));
    }
    Place place = new Place(file, keyLine);
    if (node instanceof SequenceNode sequence) {
      List<org.sluice.base.config.Node> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, line(item), depth + 1));
      }
      return new org.sluice.base.config.Node.Items(items, place);
    }
    var entries = org.sluice.base.config.Node.empty(place);
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Place(file, line), "a key must be a word", "");
        continue;
      }
      var value = convert(tuple.getValueNode(), line, depth + 1);
      if (entries.values().putIfAbsent(key.getValue(), value) != null) {
        problems.add(
            new Place(file, line), "the key '" + key.getValue() + "' stands twice", "keep one");
      }
    }
    return entries;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
