package org.sluice.engine.conformance;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.sluice.base.UserError;
import org.sluice.engine.file.SafetensorsFile;

/**
 * Walks golden folders and compares this engine, as it trains and evaluates, with the numbers in
 * them. A case that cannot be run has failed.
 */
public final class Conformance {
  /** How the walk went. */
  public record Summary(int passed, int failed) {
    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed";
    }
  }

  private Conformance() {}

  /**
   * Runs all cases below a folder.
   *
   * @param tolerance one limit for every error; empty takes 1e-5 for what is computed before
   *     training and 1e-4 for what comes after it
   * @param device where the ops run
   * @param lines takes a line a case, and the summary last
   * @throws UserError when there is no case
   */
  public static Summary run(
      Path folder, OptionalDouble tolerance, Device device, Consumer<String> lines) {
    int passed = 0;
    int failed = 0;
    for (GoldenCase golden : Cases.under(folder)) {
      Result result = run(golden, tolerance, device);
      passed += result.passed ? 1 : 0;
      failed += result.passed ? 0 : 1;
      lines.accept(
          String.format(
              "%-24s %-22s %s  %s",
              golden.modelName(),
              golden.methodName(),
              result.passed ? "ok    " : "FAILED",
              result.text));
    }
    for (QuantizedFile file : QuantizedFile.under(folder)) {
      for (QuantizedFile.Result result : file.results(tolerance)) {
        passed += result.passed() ? 1 : 0;
        failed += result.passed() ? 0 : 1;
        lines.accept(
            String.format(
                "%-24s %-22s %s  %s",
                file.name(), result.name(), result.passed() ? "ok    " : "FAILED", result.text()));
      }
    }
    Summary summary = new Summary(passed, failed);
    lines.accept(summary.toString());
    return summary;
  }

  private record Result(boolean passed, String text) {}

  private static Result run(GoldenCase golden, OptionalDouble tolerance, Device device) {
    Comparison comparison = new Comparison(tolerance, golden.noise());
    try (SafetensorsFile inputs = golden.inputs();
        SafetensorsFile expected = golden.expected()) {
      GoldenBatch batch = GoldenBatch.of(inputs);
      CaseCheck check = new CaseCheck(golden, batch, expected, comparison);
      new ModelRun(golden, batch, check, new StartCheck(comparison)).run(device);
    } catch (RuntimeException e) { // whatever stops a case: it is a failed one, the walk goes on
      return new Result(false, "cannot be run: " + oneLine(e));
    }
    return new Result(comparison.passed(), comparison.toString());
  }

  private static String oneLine(RuntimeException e) {
    String what = e instanceof UserError ? e.getMessage() : e.toString();
    return what.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
