package org.sluice.jobs.write;

import java.util.List;
import java.util.Optional;
import org.sluice.base.Setting;

/** Settings of {@link Write}. */
public record WriteOptions(
    @Setting(help = "Folder to write; left out: final in the run's folder") Optional<String> path,
    @Setting(help = "Columns to write", def = "[id, text]") List<String> columns) {}
