package org.sluice.pipelines.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sluice.base.UserError;

/** Input and output of a filter: files, or {@code -} for the standard streams. UTF-8, strictly. */
final class Lines {
  private static final String STANDARD = "-";

  private Lines() {}

  /** What a filter does between its two ends. */
  @FunctionalInterface
  interface Filter {
    void run(BufferedReader in, String inputName, Writer out) throws IOException;
  }

  /**
   * Runs a filter. A file is written beside its place and moved there at the end, so that a filter
   * that fails leaves nothing half-written.
   *
   * @throws UserError when the input is missing or not UTF-8, or the output cannot be written
   */
  static void through(String in, String out, Filter filter) throws IOException {
    boolean toFile = !out.equals(STANDARD);
    Path target = Path.of(out).toAbsolutePath();
    Path fresh = target.resolveSibling(target.getFileName() + ".tmp");
    String name = in.equals(STANDARD) ? "standard input" : in;
    boolean done = false;
    try (BufferedReader reader = reader(in);
        Writer writer = toFile ? writer(fresh, out) : standardOutput()) {
      filter.run(reader, name, writer);
      writer.flush();
      done = true;
    } catch (CharacterCodingException e) {
      throw UserError.at(name, "", "not UTF-8", "convert it first").causedBy(e);
    } finally {
      if (toFile && done) {
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
      } else if (toFile) {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private static BufferedReader reader(String in) throws IOException {
    if (in.equals(STANDARD)) {
      return new BufferedReader(
          new InputStreamReader(
              new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8.newDecoder()));
    }
    if (!Files.isRegularFile(Path.of(in))) {
      throw UserError.at(in, "", "there is no such file", "give a file or - for standard input");
    }
    return Files.newBufferedReader(Path.of(in));
  }

  private static Writer writer(Path file, String named) {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw UserError.at(named, "", "cannot be written", "does its folder exist?").causedBy(e);
    }
  }

  private static Writer standardOutput() {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
  }
}
