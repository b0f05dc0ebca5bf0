package org.sluice.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sluice.base.UserError;
import org.sluice.text.archive.WebPage;
import org.sluice.text.html.MainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the main text out of web pages. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = "Take the main text out of web pages, without tables and without Spark.",
    footer = {
      "",
      "Examples:",
      "  sluice extract --in page.html",
      "  sluice extract --in pages/ --out texts.jsonl",
      "",
      "Input is a page, or a folder of pages named *.html, *.htm or either with .gz. Output lines",
      "are {id, title, lang, text}, with the file's name as id, in the order of names."
    })
final class ExtractCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAGE = ".*\\.html?(\\.gz)?";

  @Option(names = "--in", required = true, paramLabel = "PATH", description = "A page or a folder.")
  private Path in;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "JSON lines; - is standard output. Default: -.")
  private String out = "-";

  @Override
  public Integer call() throws IOException {
    List<Path> pages = pages();
    try (Writer writer = writer()) {
      for (Path page : pages) {
        writer.write(JSON.writeValueAsString(extract(page)));
        writer.write('\n');
      }
    }
    return Main.DONE;
  }

  private List<Path> pages() throws IOException {
    if (Files.isRegularFile(in)) {
      return List.of(in);
    }
    if (!Files.isDirectory(in)) {
      throw UserError.at(in.toString(), "", "there is no such file or folder", "correct --in");
    }
    try (Stream<Path> files = Files.list(in)) {
      return files.filter(file -> file.getFileName().toString().matches(PAGE)).sorted().toList();
    }
  }

  private Writer writer() throws IOException {
    return out.equals("-")
        ? new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))
        : Files.newBufferedWriter(Path.of(out));
  }

  private static ObjectNode extract(Path page) throws IOException {
    byte[] bytes;
    try (InputStream file = Files.newInputStream(page)) {
      boolean packed = page.toString().endsWith(".gz");
      bytes = (packed ? Streams.unpacked(file, page.toString()) : file).readAllBytes();
    }
    MainText text = MainText.of(WebPage.of(bytes, "text/html").source());
    ObjectNode line = JSON.createObjectNode();
    line.put("id", page.getFileName().toString().replaceAll("\\.html?(\\.gz)?$", ""));
    line.put("title", text.title());
    line.put("lang", text.language());
    line.put("text", text.text());
    return line;
  }
}
