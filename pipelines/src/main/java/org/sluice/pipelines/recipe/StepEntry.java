package org.sluice.pipelines.recipe;

import java.util.List;

/**
 * One line of the registry of steps.
 *
 * @param name its section in recipes and its command
 * @param reads the kind of table that it reads
 * @param writes the kind of table that it leaves for the steps after it
 * @param table the table of that kind; empty when {@code writes} is {@link Flow#NONE}
 * @param leaves files and folders below OUTPUT that stand when it is done
 * @param options its settings
 * @param help one line
 */
public record StepEntry<O extends Record>(
    String name,
    Flow reads,
    Flow writes,
    String table,
    List<String> leaves,
    Class<O> options,
    String help) {}
