package org.sluice.engine.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sluice.engine.file.SafetensorsFile;

/** A file of weight formats: values, their bytes in a format, and the values read back. */
record QuantizedFile(Path path, Kind kind) {
  /** What a file is about, by its name. */
  enum Kind {
    BNB("bnb.safetensors"),
    GGML("ggml.safetensors"),
    GPTQ_AWQ("gptq_awq.safetensors");

    private final String file;

    Kind(String file) {
      this.file = file;
    }
  }

  /** How one format fared. */
  record Result(String name, boolean passed, String text) {}

  /** The files below a folder. */
  static List<QuantizedFile> under(Path folder) {
    List<QuantizedFile> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted().toList()) {
        for (Kind kind : Kind.values()) {
          if (path.endsWith(kind.file)) {
            found.add(new QuantizedFile(path, kind));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  String name() {
    return kind.file.replace(".safetensors", "");
  }

  /** Checks every format of the file. */
  List<Result> results(OptionalDouble tolerance) {
    List<Result> results = new ArrayList<>();
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      Map<String, Consumer<Comparison>> checks = new LinkedHashMap<>();
      FormatChecks formats = new FormatChecks(file);
      switch (kind) {
        case BNB -> formats.bitsAndBytes(checks);
        case GGML -> formats.ggml(checks);
        case GPTQ_AWQ -> formats.gptqAndAwq(checks);
      }
      checks.forEach((name, check) -> results.add(result(name, check, tolerance)));
    }
    return results;
  }

  private static Result result(String name, Consumer<Comparison> check, OptionalDouble tolerance) {
    Comparison comparison = new Comparison(tolerance, Map.of());
    try {
      check.accept(comparison);
    } catch (RuntimeException e) { // whatever stops a case: it is a failed one, the walk goes on
      return new Result(name, false, "cannot be run: " + e);
    }
    return new Result(name, comparison.passed(), comparison.toString());
  }
}
