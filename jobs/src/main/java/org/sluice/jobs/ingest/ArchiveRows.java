package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.sluice.jobs.ingest.WebRows.Origin;
import org.sluice.jobs.tables.Item;
import org.sluice.text.archive.ArchiveReader;
import org.sluice.text.archive.ArchiveRecord;
import org.sluice.text.archive.HttpMessage;
import org.sluice.text.archive.WebPage;

/**
 * The pages of a web archive: responses with status 200, resources, and the texts of WET files. All
 * other records are no rows; broken ones are rejects.
 */
final class ArchiveRows implements RangeReader {
  private static final int OK = 200;

  private final ArchiveReader archive;
  private final WebRows rows;
  private final IngestOptions.WebOptions options;
  private long number;

  ArchiveRows(InputStream in, WebRows rows, IngestOptions.WebOptions options) throws IOException {
    this.archive = new ArchiveReader(in, options.maxBytes());
    this.rows = rows;
    this.options = options;
  }

  @Override
  public Item next() throws IOException {
    for (ArchiveRecord record = archive.next(); record != null; record = archive.next()) {
      Item item = item(record);
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  private Item item(ArchiveRecord record) {
    number++;
    try {
      if (record.problem() != null) {
        throw new BrokenRow(record.problem());
      }
      return switch (record.type()) {
        case "response" -> response(record);
        case "resource", "conversion" -> page(record, record.block(), lower(record.contentType()));
        default -> null;
      };
    } catch (BrokenRow e) {
      byte[] raw = String.valueOf(record.uri()).getBytes(StandardCharsets.UTF_8);
      String uri = record.uri() == null ? null : Utf8.raw(raw, 0, raw.length);
      return rows.reject(record.offset(), e.getMessage(), uri);
    }
  }

  private Item response(ArchiveRecord record) throws BrokenRow {
    HttpMessage message = HttpMessage.of(record.block(), options.maxBytes());
    if (message.status() != OK) {
      return null;
    }
    if (message.problem() != null && isRead(type(message.contentType()))) {
      throw new BrokenRow(message.problem());
    }
    return page(record, message.body(), message.contentType());
  }

  private static String type(String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip();
  }

  private boolean isRead(String type) {
    return type.isEmpty() || options.contentTypes().contains(type);
  }

  private Item page(ArchiveRecord record, byte[] body, String contentType) throws BrokenRow {
    String type = type(contentType);
    if (!isRead(type) || body.length == 0) {
      return null;
    }
    WebPage page = WebPage.of(body, contentType);
    if (type.isEmpty() && !page.html()) {
      return null; // anything, an image perhaps
    }
    return rows.row(page, new Origin(record.id(), record.uri(), record.date()), number);
  }

  private static String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
