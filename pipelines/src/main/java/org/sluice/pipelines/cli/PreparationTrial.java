package org.sluice.pipelines.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sluice.base.Progress;
import org.sluice.pipelines.quickstart.CorpusGenerator;
import org.sluice.pipelines.quickstart.GenerateOptions;
import org.sluice.pipelines.recipe.RecipeReader;
import org.sluice.pipelines.run.RunOptions;
import org.sluice.pipelines.run.Runner;

/**
 * Prepares a small corpus from its files to the last table. It is also what fills the archive of
 * classes when the launcher has built: a run begins faster when its classes lie there.
 */
final class PreparationTrial {
  private static final int ROWS = 300;
  private static final String RECIPE =
      """
      name: doctor
      ingest: {path: %s/documents, columns: {text: string}, materialize: false}
      clean:
        profiles: [gopher-repetition@datatrove, gopher-quality@datatrove, fineweb@datatrove]
        limits: {fineweb@datatrove: {line_punct_thr: 0}}
        keep_scores: false
        materialize: false
      dedup: {minhash: {}, materialize: false}
      write: {columns: [id, text]}
      output: {path: %s/out, format: parquet}
      """;

  private PreparationTrial() {}

  /** Runs it in a folder and says what came of it. */
  static String in(Path folder) throws IOException {
    long start = System.nanoTime();
    CorpusGenerator.generate(new GenerateOptions(folder.toString(), ROWS, 17, 2));
    Path recipe = folder.resolve("doctor.yaml");
    Files.writeString(recipe, RECIPE.formatted(folder, folder));
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    new Runner(
            RecipeReader.read(recipe, List.of(), RecipeReader.Files.MUST_EXIST),
            Progress.SILENT,
            nobody)
        .run(new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.RUN));
    JsonNode steps = new ObjectMapper().readTree(folder.resolve("out/runs/steps.json").toFile());
    return String.format(
        Locale.ROOT,
        "%d of %d documents were cleaned, deduplicated and written, %.1f s",
        steps.at("/write/rowsKept").asLong(),
        steps.at("/ingest/rowsRead").asLong(),
        (System.nanoTime() - start) / 1e9);
  }
}
