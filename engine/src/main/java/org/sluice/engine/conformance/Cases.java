package org.sluice.engine.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.base.UserError;

/** Finds the cases below a folder, in the order of their names. */
final class Cases {
  private Cases() {}

  /**
   * All cases below a folder, which may be the whole set, one model, or one method of a model.
   *
   * @throws UserError when there is none
   */
  static List<GoldenCase> under(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw UserError.at(folder, "", "there is no such folder", "give a folder of golden numbers");
    }
    List<GoldenCase> cases = new ArrayList<>();
    for (Path found : casesFolders(folder)) {
      if (Files.exists(found.resolve(GoldenCase.INPUTS))) {
        cases.add(new GoldenCase(found, Optional.empty()));
        if (Files.exists(found.resolve("qlora"))) {
          cases.add(new GoldenCase(found, Optional.of(found.resolve("qlora"))));
        }
      } else {
        modelOf(found).ifPresent(model -> cases.add(new GoldenCase(model, Optional.of(found))));
      }
    }
    if (cases.isEmpty() && QuantizedFile.under(folder).isEmpty()) {
      throw UserError.at(
          folder,
          "",
          "there is no case in it: no " + GoldenCase.CASE + " beside " + GoldenCase.INPUTS,
          "give the folder that make_golden.py filled, or one below it");
    }
    return cases;
  }

  private static List<Path> casesFolders(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.endsWith(GoldenCase.CASE))
          .map(Path::getParent)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** MODEL of MODEL/adapters/NAME. */
  private static Optional<Path> modelOf(Path adapter) {
    Path above = adapter.toAbsolutePath().getParent();
    return Optional.ofNullable(above == null ? null : above.getParent())
        .filter(model -> Files.exists(model.resolve(GoldenCase.INPUTS)));
  }
}
