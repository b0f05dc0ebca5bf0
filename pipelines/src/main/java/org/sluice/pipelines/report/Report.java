package org.sluice.pipelines.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sluice.base.UserError;

/**
 * One HTML file about a run: no scripts, no fonts or pictures from elsewhere, readable in the dark,
 * on paper and by a screen reader.
 */
public final class Report {
  private Report() {}

  /**
   * Writes the report; a reader sees the old file or the new one, never half of it.
   *
   * @throws UserError when the file cannot be written
   */
  public static void write(Path file, ReportData data) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, ".report", ".html");
      Files.writeString(draft, html(data));
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw UserError.at(
              file,
              "",
              "cannot write the report: " + e.getMessage(),
              "choose a folder that can be written")
          .causedBy(e);
    }
  }

  /** The report as a page: HTML that is well-formed XML too. */
  public static String html(ReportData data) {
    Markup page = new Markup();
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
    page.open("head")
        .empty("meta", "charset", "utf-8")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .empty("meta", "name", "color-scheme", "content", "light dark")
        .leaf("title", data.name() + " – Sluice report")
        .style(css())
        .close();
    page.open("body").open("header");
    page.leaf("p", "Sluice report", "class", "kicker")
        .leaf("h1", data.name())
        .leaf("p", data.subtitle(), "class", "subtitle");
    page.close().open("main");
    Tiles.draw(page, data);
    ModelSections.draw(page, data);
    DataSections.draw(page, data);
    page.close().close().close();
    return "<!DOCTYPE html>\n" + page + "\n";
  }

  private static String css() {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
