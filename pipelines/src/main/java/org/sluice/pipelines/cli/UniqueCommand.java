package org.sluice.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sluice.base.UserError;
import org.sluice.text.dedup.BloomFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Passes on each text of a stream once. */
@Command(
    name = "unique",
    mixinStandardHelpOptions = true,
    description = "Pass on JSON lines whose text has not come before, in fixed memory.",
    footer = {
      "",
      "Examples:",
      "  zcat crawl-*.jsonl.gz | sluice unique --in - --out unique.jsonl --expected 100000000",
      "  sluice unique --in monday.jsonl --out new.jsonl --state seen.bloom",
      "",
      "A Bloom filter remembers the texts: it may take a new text for a known one, with the share",
      "--false-positives when it holds as many as expected, and never lets a copy through. White",
      "space does not count. With --state the next run knows the texts of this one."
    })
final class UniqueCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--field", paramLabel = "NAME", description = "Key of the text; text.")
  private String field = "text";

  @Option(names = "--expected", paramLabel = "N", description = "Texts to come; 10,000,000.")
  private long expected = 10_000_000;

  @Option(names = "--false-positives", paramLabel = "P", description = "0 to 1; 0.0001.")
  private double falsePositives = 1e-4;

  @Option(names = "--state", paramLabel = "FILE", description = "Where the filter is kept.")
  private Path state;

  @Mixin private Ends ends;

  @Override
  public Integer call() throws IOException {
    BloomFilter seen = seen();
    Lines.through(ends.in(), ends.out(), (in, name, out) -> filter(seen, in, name, out));
    if (state != null) {
      seen.save(state);
    }
    return Main.DONE;
  }

  private BloomFilter seen() {
    if (state == null || !Files.exists(state)) {
      try {
        return BloomFilter.of(expected, falsePositives);
      } catch (IllegalArgumentException e) {
        throw UserError.of("--expected: " + e.getMessage(), "expect fewer, or allow more mistakes");
      }
    }
    try {
      return BloomFilter.load(state);
    } catch (IOException e) {
      throw UserError.at(state, "", e.getMessage(), "name another file").causedBy(e);
    }
  }

  private void filter(BloomFilter seen, BufferedReader in, String name, Writer out)
      throws IOException {
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank() && seen.add(text(line, name, number))) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  private String text(String line, String name, long number) {
    try {
      JsonNode text = JSON.readTree(line).path(field);
      if (text.isTextual()) {
        return text.textValue();
      }
    } catch (JsonProcessingException e) {
      // answered below: the parser's own message would quote the line
    }
    throw UserError.at(
        name,
        Long.toString(number),
        "not a JSON object with a string '" + field + "'",
        "write one object a line, or name the key with --field");
  }
}
