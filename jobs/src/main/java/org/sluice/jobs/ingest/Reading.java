package org.sluice.jobs.ingest;

import java.io.Serializable;

/**
 * What a task has to know to read its files.
 *
 * @param source the name that the settings give to all rows; null: each file's own
 */
record Reading(
    Columns columns,
    String source,
    IngestOptions.CsvOptions csv,
    IngestOptions.TextDocument textDocument)
    implements Serializable {

  static Reading of(IngestOptions options) {
    return new Reading(
        Columns.of(options), options.source().orElse(null), options.csv(), options.textDocument());
  }

  String sourceOf(InputFile file) {
    return source == null ? file.name() : source;
  }
}
