package org.sluice.jobs.ingest;

import java.io.Serializable;
import org.sluice.text.instruct.DatasetInfo;

/**
 * What a task has to know to read its files.
 *
 * @param shape null: the rows' own columns
 * @param source the name that the settings give to all rows; null: each file's own
 */
record Reading(
    Columns columns,
    String source,
    IngestOptions.CsvOptions csv,
    IngestOptions.TextDocument textDocument,
    Encoding encoding,
    RowShape shape,
    IngestOptions.WebOptions web,
    IngestOptions.XmlOptions xml)
    implements Serializable {

  static Reading of(IngestOptions options, DatasetInfo dataset) {
    return new Reading(
        Columns.of(options),
        options.source().orElse(null),
        options.csv(),
        dataset == null ? options.textDocument() : IngestOptions.TextDocument.LINE,
        new Encoding(options.encoding().orElse(null)),
        RowShape.of(options.shape().orElse(null), dataset),
        options.web(),
        options.xml());
  }

  String sourceOf(InputFile file) {
    return source == null ? file.name() : source;
  }
}
