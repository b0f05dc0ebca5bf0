package org.sluice.pipelines.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.UserError;
import org.sluice.pipelines.quickstart.Planted.Kind;

/** Shuffles the planted documents, gives them ids and writes files and manifest. */
final class CorpusFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CorpusFiles() {}

  static GeneratedCorpus write(GenerateOptions options, List<Planted> documents) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(options.seed()));
    String[] ids = new String[documents.size()];
    for (int place = 0; place < ids.length; place++) {
      ids[order.get(place)] = String.format(Locale.ROOT, "news-%06d", place);
    }
    try {
      return write(options, documents, order, ids);
    } catch (IOException e) {
      clearHalf(Path.of(options.path()));
      throw UserError.at(
              options.path(),
              "",
              "cannot write the corpus: " + e.getMessage(),
              "choose another generate.path")
          .causedBy(e);
    }
  }

  private static GeneratedCorpus write(
      GenerateOptions options, List<Planted> documents, List<Integer> order, String[] ids)
      throws IOException {
    Path folder = Path.of(options.path());
    Path manifest = folder.resolve("manifest.jsonl");
    clear(folder);
    Files.createDirectories(folder.resolve("documents"));
    List<Path> files = new ArrayList<>();
    TreeMap<String, Integer> kinds = new TreeMap<>();
    try (BufferedWriter told = Files.newBufferedWriter(manifest, StandardCharsets.UTF_8)) {
      for (int part = 0; part < options.parts(); part++) {
        Path file = folder.resolve(String.format(Locale.ROOT, "documents/part-%05d.jsonl", part));
        files.add(file);
        int from = (int) ((long) order.size() * part / options.parts());
        int to = (int) ((long) order.size() * (part + 1) / options.parts());
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
          for (int place = from; place < to; place++) {
            int index = order.get(place);
            Planted document = documents.get(index);
            out.write(line(document, ids[index]) + "\n");
            told.write(manifestLine(document, ids, index, file, place - from + 1) + "\n");
            kinds.merge(name(document.kind()), 1, Integer::sum);
          }
        }
      }
    }
    return new GeneratedCorpus(files, manifest, kinds);
  }

  /** Removes an earlier corpus; anything else is somebody's data and stays. */
  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> files = found.filter(path -> !Files.isDirectory(path)).toList();
      for (Path file : files) {
        String name = folder.relativize(file).toString();
        if (!name.equals("manifest.jsonl") && !name.matches("documents/part-\\d+\\.jsonl")) {
          throw UserError.at(
              folder, "", "the folder holds other data: " + name, "choose another generate.path");
        }
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** Half a corpus is none. */
  private static void clearHalf(Path folder) {
    try {
      clear(folder);
    } catch (IOException e) {
      // the first failure is the one to tell, and this disk has just failed
    }
  }

  private static String line(Planted document, String id) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id).put("text", document.text()).put("label", document.label());
    String json = JSON.writeValueAsString(node);
    return document.kind() == Kind.BROKEN
        ? BrokenLine.valueOf(document.detail().toUpperCase(Locale.ROOT)).apply(json)
        : json;
  }

  private static String manifestLine(Planted document, String[] ids, int index, Path file, int line)
      throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", ids[index]).put("kind", name(document.kind()));
    node.put("file", file.getFileName().toString()).put("line", line);
    node.put("label", document.label());
    if (document.of() >= 0) {
      node.put("of", ids[document.of()]);
    }
    if (!document.detail().isEmpty()) {
      node.put("detail", document.detail());
    }
    if (!document.entities().isEmpty()) {
      document.entities().forEach(node.withArray("entities")::add);
    }
    return JSON.writeValueAsString(node);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
