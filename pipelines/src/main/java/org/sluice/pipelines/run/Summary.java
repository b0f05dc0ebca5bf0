package org.sluice.pipelines.run;

import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Locale;
import org.sluice.pipelines.plan.Plan;
import org.sluice.pipelines.plan.PlannedStep;
import org.sluice.pipelines.plan.RunState;
import org.sluice.pipelines.recipe.Recipe;

/** The last lines of a run: what became of the rows, what the model gained, where things lie. */
final class Summary {
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
    if (recipe.step("evaluate").isEmpty()) {
      return;
    }
    out.println();
    out.println("model");
    for (String name : new String[] {"accuracy", "perplexity", "loss"}) {
      if (metrics.number("base." + name).isPresent()
          && metrics.number("tuned." + name).isPresent()) {
        out.printf(
            Locale.ROOT,
            "  %-10s base %8.3f   tuned %8.3f%n",
            name,
            metrics.number("base." + name).get(),
            metrics.number("tuned." + name).get());
      }
    }
  }

  private void place(String name, String path) {
    if (Files.exists(folder.root().resolve(path))) {
      out.printf("%-10s %s%n", name, folder.root().resolve(path));
    }
  }
}
