package org.sluice.pipelines.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.sql.SqlFunction;
import org.sluice.jobs.sql.SqlFunctions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the functions for Spark SQL. */
@Command(
    name = "functions",
    mixinStandardHelpOptions = true,
    description = "List the functions for Spark SQL, each with an example and what it gives.",
    footer = {
      "",
      "Examples:",
      "  sluice functions",
      "  sluice functions privacy",
      "",
      "They need one line of configuration:",
      "  --conf spark.sql.catalog.sluice=org.sluice.jobs.sql.SluiceCatalog"
    })
final class FunctionsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "WORD",
      description = "Only functions whose name holds it.")
  private String word = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String wanted = word.toLowerCase(Locale.ROOT);
    List<SqlFunction> found =
        SqlFunctions.all().stream()
            .filter(function -> function.fullName().contains(wanted))
            .toList();
    if (found.isEmpty()) {
      List<String> names = SqlFunctions.all().stream().map(SqlFunction::name).toList();
      throw UserError.of(
          "no function's name holds '" + word + "'",
          "the nearest is '" + Nearest.to(word, names) + "'");
    }
    PrintWriter out = spec.commandLine().getOut();
    for (SqlFunction function : found) {
      out.println(function.signature());
      out.println("    gives " + function.result().sql());
      out.println("    " + function.summary());
      out.println("    " + function.example().expression());
      out.println("    = " + function.example().result());
      out.println();
    }
    out.flush();
    return Main.DONE;
  }
}
