package org.sluice.jobs.ngrams;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes a model in the ARPA format; grams in their order, so that equal models are equal files.
 */
final class ArpaFile {
  private ArpaFile() {}

  /**
   * Writes a file; it is there when it is whole.
   *
   * @return how many grams it holds, by length
   */
  static List<Long> write(Path file, KneserNey model, int order) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    List<Long> counts = new ArrayList<>();
    try {
      Files.createDirectories(file.getParent());
      try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
        out.write("\\data\\\n");
        for (int n = 1; n <= order; n++) {
          counts.add(model.level(n).count());
          out.write("ngram " + n + "=" + counts.get(n - 1) + "\n");
        }
        for (int n = 1; n <= order; n++) {
          out.write("\n\\" + n + "-grams:\n");
          grams(model.level(n), n < order, out);
        }
        out.write("\n\\end\\\n");
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void grams(Dataset<Row> level, boolean hasBackoff, BufferedWriter out)
      throws IOException {
    Iterator<Row> rows = level.select("gram", "p", "backoff").orderBy("gram").toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      out.write(log10(row.getDouble(1)) + "\t" + row.getString(0));
      out.write(hasBackoff ? "\t" + log10(row.getDouble(2)) + "\n" : "\n");
    }
  }

  private static String log10(double value) {
    float log = (float) Math.min(Math.log10(value), Float.MAX_VALUE);
    return log == 0 ? "0" : Float.toString(log);
  }
}
