package org.sluice.pipelines.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.redact.ModelTagger;
import org.sluice.jobs.redact.TaggerOptions;
import org.sluice.pipelines.recipe.Steps;
import org.sluice.text.privacy.EntityModes;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.RedactFilter;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;
import org.sluice.text.privacy.detect.Detectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Takes personal data out of JSON lines; with {@code --output.path}, out of a run's table. */
@Command(
    name = "redact",
    mixinStandardHelpOptions = true,
    description = {
      "Take personal data out of JSON lines, without tables and without Spark.",
      "With --output.path instead of --in it is the step redact on the tables of a run;",
      "its options are the keys of the recipe section redact (docs/recipes.md).",
      "",
    },
    footer = {
      "",
      "Examples:",
      "  sluice redact --in rows.jsonl --out clean.jsonl",
      "  sluice redact --in rows.jsonl --out - --spans --entities EMAIL,IBAN",
      "  SALT=secret sluice redact --in rows.jsonl --out - --mode hash --hash-key-env SALT",
      "  sluice redact --in rows.jsonl --entities PERSON:fake --tagger models/bert-ner",
      "  sluice redact --output.path out/web --entities '{EMAIL: tag, PHONE: mask}'",
      "",
      "Input lines are {\"id\": ..., \"text\": ...}. Output lines are {id, text}, or with --spans",
      "{id, entities: [{type, start, end, score}]}; start and end count code points."
    })
final class RedactCommand implements Callable<Integer> {
  @Option(
      names = "--in",
      paramLabel = "FILE",
      description = "JSON lines, plain or gzip; - is standard input.")
  private Optional<String> in = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "JSON lines; - is standard output.")
  private String out = "-";

  @Option(names = "--spans", description = "Write where the findings stand, not the text.")
  private boolean spans;

  @Option(
      names = "--entities",
      paramLabel = "A,B",
      description =
          "What is sought, of the entities in docs/recipes.md; numbers and e-mail when left out."
              + " As EMAIL:mask each in its own mode.")
  private Optional<String> entities = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "tag, mask, hash, remove or fake, for entities without one. Default: tag.")
  private String mode = "tag";

  @Option(
      names = "--phone-regions",
      paramLabel = "US,DE",
      split = ",",
      description = "Regions whose phone numbers need no + prefix.")
  private List<String> phoneRegions = RedactorOptions.DEFAULT.phoneRegions();

  @Option(
      names = "--hash-key-env",
      paramLabel = "NAME",
      description = "Environment variable with the key of the mode hash.")
  private Optional<String> hashKeyEnv = Optional.empty();

  @Option(
      names = "--min-scores",
      paramLabel = "A=X,B=Y",
      split = ",",
      description = "Least scores, 0 to 1; 0.5 for entities without one.")
  private Map<String, Double> minScores = new LinkedHashMap<>();

  @Option(
      names = "--allow",
      paramLabel = "VALUE",
      description = "A value that stays, whatever its case; may be given again.")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--tagger",
      paramLabel = "MODEL",
      description =
          "Token classification model that finds names instead of Sluice's own tagger: a folder,"
              + " or hf://owner/name.")
  private Optional<String> tagger = Optional.empty();

  @Option(
      names = "--tagger-labels",
      paramLabel = "PER=PERSON",
      split = ",",
      description = "What its labels mean; the usual ones are understood.")
  private Map<String, String> taggerLabels = new LinkedHashMap<>();

  @Spec private CommandSpec spec;
  @Unmatched private List<String> ofStep = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    boolean onTable = ofStep.stream().anyMatch(word -> word.startsWith("--output.path"));
    if (onTable == in.isPresent()) {
      throw UserError.of(
          "redact works on a file or on the tables of a run",
          "give one of --in FILE and --output.path DIR");
    }
    return onTable ? step() : filter(in.get());
  }

  private int step() {
    List<String> arguments = new ArrayList<>(ofStep);
    entities.ifPresent(map -> arguments.addAll(List.of("--entities", map)));
    return StepCommand.run(
        Steps.find("redact").orElseThrow(), arguments, spec.commandLine().getOut());
  }

  private int filter(String file) throws IOException {
    if (!ofStep.isEmpty()) {
      throw UserError.of(Misspelt.option(spec, ofStep.get(0)), "");
    }
    Redactor redactor = redactor();
    RedactFilter.Output what = spans ? RedactFilter.Output.SPANS : RedactFilter.Output.TEXT;
    Lines.through(
        file,
        out,
        (reader, name, writer) -> RedactFilter.run(redactor, reader, name, writer, what));
    return Main.DONE;
  }

  private Redactor redactor() {
    List<String> sought =
        entities.map(names -> List.of(names.split(","))).orElseGet(Detectors::usual);
    Map<String, Mode> modes = EntityModes.of(sought, Mode.named(mode));
    refuseUnsought(modes.keySet());
    RedactorOptions options =
        RedactorOptions.DEFAULT
            .withPhoneRegions(phoneRegions)
            .withExceptions(minScores, allow)
            .withHashKeyEnv(hashKeyEnv.orElse(""));
    int threads = Runtime.getRuntime().availableProcessors();
    return tagger.isEmpty()
        ? Redactor.of(modes, options)
        : Redactor.of(
            modes, options, ModelTagger.of(TaggerOptions.of(tagger.get(), taggerLabels), threads));
  }

  private void refuseUnsought(Set<String> sought) {
    minScores.forEach(
        (entity, score) -> {
          if (!sought.contains(entity)) {
            throw UserError.of(
                "--min-scores names %s, which is not sought".formatted(entity),
                "did you mean '%s'?".formatted(Nearest.to(entity, sought)));
          }
          if (score < 0 || score > 1) {
            throw UserError.of("--min-scores must be in [0, 1]", "correct that of " + entity);
          }
        });
  }
}
