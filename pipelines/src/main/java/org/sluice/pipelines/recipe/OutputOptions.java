package org.sluice.pipelines.recipe;

import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.jobs.tables.TableFormat;

/** Where a run leaves its tables and files. */
public record OutputOptions(
    @Setting(
            help = "Folder of the run; relative paths start at the current directory",
            def = Setting.REQUIRED,
            example = "out/quickstart")
        String path,
    @Setting(help = "What the tables are on disk", def = "delta") TableFormat format) {

  public OutputOptions {
    Check.that(!path.isBlank(), "path must not be empty");
  }
}
