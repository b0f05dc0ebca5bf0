package org.sluice.pipelines.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Nearest;
import picocli.CommandLine.Model.CommandSpec;

/** Finds the command or option that a word on the command line most probably meant. */
final class Misspelt {
  private Misspelt() {}

  /**
   * What to say of the first unknown word: an option, or, where a command is expected, a command.
   *
   * @param spec the command that was understood
   * @param words all words of the command line
   */
  static Optional<String> in(CommandSpec spec, List<String> words) {
    if (!spec.subcommands().isEmpty()) {
      return words.stream()
          .filter(word -> !word.startsWith("-"))
          .findFirst()
          .map(word -> line("command", word, spec.subcommands().keySet()));
    }
    return words.stream()
        .map(word -> word.split("=", 2)[0])
        .filter(word -> word.startsWith("--") && word.length() > 2)
        .filter(word -> !spec.optionsMap().containsKey(word))
        .findFirst()
        .map(word -> option(spec, word));
  }

  /** What to say of an unknown option. */
  static String option(CommandSpec spec, String word) {
    return line("option", word, spec.optionsMap().keySet());
  }

  private static String line(String kind, String word, Collection<String> known) {
    return "unknown " + kind + " '" + word + "'; did you mean '" + Nearest.to(word, known) + "'?";
  }
}
