package org.sluice.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.sluice.pipelines.plan.Plan;
import org.sluice.pipelines.plan.PlannedStep;
import org.sluice.pipelines.plan.RunState;
import org.sluice.pipelines.recipe.Recipe;

/** The last lines of a run: what became of the rows, what the model gained, where things lie. */
final class Summary {
  private static final int WIDTH = 160;

  private final Recipe recipe;
  private final RunFolder folder;
  private final RunState state;
  private final PrintStream out;

  Summary(Recipe recipe, RunFolder folder, RunState state, PrintStream out) {
    this.recipe = recipe;
    this.folder = folder;
    this.state = state;
    this.out = out;
  }

  void print(Plan plan) {
    Account account = new Account();
    for (PlannedStep step : plan.steps()) {
      state.step(step.name()).ifPresent(record -> account.add(step.name(), record));
    }
    if (!account.isEmpty()) {
      out.println();
      out.println("rows");
      out.print(account);
    }
    quality();
    out.println();
    place("tables", "tables");
    place("final", "final");
    place("adapter", "adapter");
    place("export", "export");
    place("metrics", "metrics.json");
    place("report", "report.html");
  }

  private void quality() {
    Metrics metrics = Metrics.load(folder.metrics());
    if (recipe.step("evaluate").isEmpty() || metrics.number("base", "loss").isEmpty()) {
      return;
    }
    out.println();
    out.println("model");
    for (String measure : List.of("accuracy", "perplexity", "loss")) {
      OptionalDouble base = metrics.number("base", measure);
      OptionalDouble tuned = metrics.number("tuned", measure);
      if (base.isPresent() && tuned.isPresent()) {
        out.printf(
            Locale.ROOT,
            "  %-10s base %8.3f   tuned %8.3f%n",
            measure,
            base.getAsDouble(),
            tuned.getAsDouble());
      }
    }
    metrics.samples().forEach(this::sample);
  }

  private void sample(JsonNode sample) {
    out.println();
    out.println("  prompt     " + oneLine(sample.path("prompt").asText()));
    String wanted = sample.path("label").asText();
    if (!wanted.isEmpty()) {
      out.println("  wanted     " + oneLine(wanted));
    }
    out.println("  base       " + oneLine(sample.path("base").asText()));
    out.println("  tuned      " + oneLine(sample.path("tuned").asText()));
  }

  /** The text without line breaks, its middle left out when it is long. */
  private static String oneLine(String text) {
    String flat = text.strip().replaceAll("\\s+", " ");
    return flat.length() <= WIDTH
        ? flat
        : flat.substring(0, WIDTH / 2) + " ... " + flat.substring(flat.length() - WIDTH / 2);
  }

  private void place(String name, String path) {
    if (Files.exists(folder.root().resolve(path))) {
      out.printf("%-10s %s%n", name, folder.root().resolve(path));
    }
  }
}
