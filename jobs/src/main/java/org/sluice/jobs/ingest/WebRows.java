package org.sluice.jobs.ingest;

import java.util.List;
import org.sluice.jobs.ingest.IngestOptions.Extract;
import org.sluice.jobs.tables.Item;
import org.sluice.text.archive.WebPage;
import org.sluice.text.html.MainText;

/** Makes rows out of web pages. */
final class WebRows {
  /** The columns that a page can have. */
  static final List<String> COLUMNS =
      List.of("text", "url", "title", "date", "lang", "content_type", "encoding", "html");

  private final Reading reading;
  private final RowBuilder builder;

  /** Where a page comes from; each may be null. */
  record Origin(String id, String url, String date) {
    static final Origin NONE = new Origin(null, null, null);
  }

  WebRows(Reading reading, RowBuilder builder) {
    this.reading = reading;
    this.builder = builder;
  }

  /** A reject; it shows where the page came from and nothing of it. */
  Item reject(long offset, String reason, String url) {
    return builder.reject(null, offset, reason, url);
  }

  /** A row out of a file that is a page. */
  Item.Kept page(byte[] bytes) throws BrokenRow {
    return row(WebPage.of(bytes, "text/html"), Origin.NONE, 0);
  }

  /**
   * A row.
   *
   * @param position number of the page in its file
   */
  Item.Kept row(WebPage page, Origin origin, long position) throws BrokenRow {
    builder.repaired(page.charset());
    boolean main = reading.web().extract() == Extract.MAIN;
    MainText text =
        !page.html()
            ? new MainText("", page.source().strip(), "")
            : main ? MainText.of(page.source()) : MainText.everything(page.source());
    if (text.text().isEmpty()) {
      throw new BrokenRow("the page has no text");
    }
    List<Column> declared = reading.columns().declared();
    Object[] values = new Object[declared.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (declared.get(i).name()) {
            case "text" -> text.text();
            case "url" -> origin.url();
            case "title" -> text.title();
            case "date" -> origin.date();
            case "lang" -> text.language();
            case "content_type" -> page.contentType();
            case "encoding" -> page.charset();
            case "html" -> page.source();
            default -> null;
          };
    }
    return builder.row(origin.id(), values, position);
  }
}
