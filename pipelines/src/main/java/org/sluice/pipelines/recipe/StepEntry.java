package org.sluice.pipelines.recipe;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sluice.jobs.Step;

/**
 * One line of the registry of steps.
 *
 * @param name its section in recipes and its command
 * @param reads the kind of table that it reads
 * @param tables the tables that it leaves for the steps after it, by kind
 * @param leaves files and folders below OUTPUT that stand when it is done
 * @param options its settings
 * @param step makes the step
 * @param help one line
 * @param example some of its settings as a command line has them
 */
public record StepEntry<O extends Record>(
    String name,
    TableKind reads,
    Map<TableKind, String> tables,
    List<String> leaves,
    Class<O> options,
    Supplier<Step<O>> step,
    String help,
    String example) {

  /** Whether it leaves a table of this kind. */
  public boolean writes(TableKind kind) {
    return tables.containsKey(kind);
  }
}
