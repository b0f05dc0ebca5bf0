package org.sluice.jobs.lineage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/**
 * A run's folder as a whole: its tables and the models that were trained from them.
 *
 * @param output the folder (OUTPUT)
 */
public record Project(Path output, TableFormat format) {
  private static final String TABLES = "tables";

  /**
   * Looks at a run's folder.
   *
   * @throws UserError when no run has left tables there
   */
  public static Project at(Path output) {
    Path tables = output.resolve(TABLES);
    if (!Files.isDirectory(tables)) {
      throw UserError.at(
          output, "", "holds no tables", "give the output.path of a run with --output.path");
    }
    return new Project(output, TableFormat.of(tables));
  }

  /** The run's folder that a model lies in: the nearest one above it that has tables. */
  public static Optional<Project> around(Path model) {
    for (Path at = model.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(TABLES))) {
        return Optional.of(at(at));
      }
    }
    return Optional.empty();
  }

  public Tables tables(SparkSession spark) {
    return new Tables(spark, output.resolve(TABLES).toString(), format);
  }

  public List<TrainedModel> models() {
    return TrainedModel.in(output);
  }
}
