package org.sluice.pipelines.quickstart;

import java.io.Serializable;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link CorpusGenerator}. */
public record GenerateOptions(
    @Setting(
            help = "Folder for documents/part-*.jsonl and manifest.jsonl",
            def = Setting.REQUIRED,
            example = "out/quickstart/raw")
        String path,
    @Setting(
            help = "Documents to write, planted junk and copies included",
            def = "3000",
            unit = "rows")
        int rows,
    @Setting(help = "Equal seeds give equal files, byte for byte", def = "17") long seed,
    @Setting(help = "Files among which the documents are spread", def = "3", unit = "files")
        int parts)
    implements Serializable {

  public GenerateOptions {
    Check.that(path != null && !path.isBlank(), "generate.path must name a folder");
    Check.that(rows >= 1, "generate.rows must be at least 1, got %d", rows);
    Check.that(parts >= 1, "generate.parts must be at least 1, got %d", parts);
  }
}
