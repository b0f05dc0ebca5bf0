package org.sluice.pipelines.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.sluice.base.UserError;

/** Text in and text out, UTF-8, strictly. */
final class Lines {
  private Lines() {}

  /** What a filter does between its two ends. */
  @FunctionalInterface
  interface Filter {
    void run(BufferedReader in, String inputName, Writer out) throws IOException;
  }

  /**
   * Runs a filter.
   *
   * @throws UserError when the input is missing or not UTF-8, or the output cannot be written
   */
  static void through(String in, String out, Filter filter) throws IOException {
    try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Streams.input(in), StandardCharsets.UTF_8.newDecoder()));
        Streams.Output target = Streams.output(out)) {
      Writer writer =
          new BufferedWriter(new OutputStreamWriter(target.stream(), StandardCharsets.UTF_8));
      filter.run(reader, Streams.name(in), writer);
      writer.flush();
      target.commit();
    } catch (CharacterCodingException e) {
      throw UserError.at(Streams.name(in), "", "not UTF-8", "convert it first").causedBy(e);
    }
  }
}
