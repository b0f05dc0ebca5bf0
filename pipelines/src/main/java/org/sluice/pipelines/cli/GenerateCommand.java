package org.sluice.pipelines.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sluice.pipelines.quickstart.CorpusGenerator;
import org.sluice.pipelines.quickstart.GenerateOptions;
import org.sluice.pipelines.quickstart.GeneratedCorpus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the quickstart's made-up corpus, to look at or to try rules on. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Write made-up finance news with planted copies, junk, personal data and broken lines.",
      "A manifest beside the documents tells what was planted where."
    },
    footer = {
      "",
      "Examples:",
      "  sluice generate --path raw",
      "  sluice generate --path raw --rows 50000 --seed 3 --parts 8"
    })
final class GenerateCommand implements Callable<Integer> {
  @Option(names = "--path", required = true, paramLabel = "DIR", description = "Folder to write.")
  private Path path;

  @Option(names = "--rows", paramLabel = "N", description = "Documents. Default: 3000.")
  private int rows = 3000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Equal seeds, equal files. Default: 17.")
  private long seed = 17;

  @Option(names = "--parts", paramLabel = "N", description = "Files. Default: 3.")
  private int parts = 3;

  @Override
  public Integer call() {
    GeneratedCorpus corpus =
        CorpusGenerator.generate(new GenerateOptions(path.toString(), rows, seed, parts));
    corpus.documents().forEach(System.out::println);
    System.out.println(corpus.manifest() + "  " + corpus.kinds());
    return Main.DONE;
  }
}
