package org.sluice.pipelines.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sluice.base.UserError;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Profiles;
import org.sluice.text.rules.ScoreFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges JSON lines by rule profiles. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = "Judge documents by rule profiles, without tables and without Spark.",
    footer = {
      "",
      "Examples:",
      "  sluice score --profiles gopher-quality@datatrove,fineweb@datatrove --in rows.jsonl --out -",
      "  head -5 rows.jsonl | sluice score --in - --out -",
      "",
      "Input lines are {\"id\": ..., \"text\": ..., \"lang\": \"en\"}. Output lines, one a document",
      "and profile, are {id, profile, keep, reason, scores}."
    })
final class ScoreCommand implements Callable<Integer> {
  @Option(
      names = "--profiles",
      paramLabel = "A,B",
      split = ",",
      description = "Rule profiles; those of datatrove when left out.")
  private List<String> profiles = Profiles.datatrove();

  @Mixin private Ends ends;

  @Override
  public Integer call() throws IOException {
    ScoreFilter filter = new ScoreFilter(judge());
    Lines.through(
        ends.in(), ends.out(), (reader, name, writer) -> filter.filter(reader, writer, name));
    return Main.DONE;
  }

  private Judge judge() {
    try {
      return Judge.of(profiles, Map.of());
    } catch (IllegalArgumentException e) {
      throw UserError.at("--profiles", "", e.getMessage(), "the profiles are " + Profiles.names());
    }
  }
}
