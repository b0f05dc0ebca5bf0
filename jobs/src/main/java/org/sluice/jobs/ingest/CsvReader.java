package org.sluice.jobs.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sluice.jobs.tables.Item;

/** Reads one CSV file. Without a header its columns are the declared ones, in their order. */
final class CsvReader implements RangeReader {
  private static final String MARK = "\uFEFF";

  private final CsvRecords records;
  private final Columns columns;
  private final LineEncoding encoding;
  private final RowBuilder builder;
  private final List<String> header;

  CsvReader(Configuration hadoop, FileRange range, Reading reading, RowBuilder builder)
      throws IOException {
    this.columns = reading.columns();
    this.encoding = new LineEncoding(reading.encoding(), range.file(), hadoop);
    this.builder = builder;
    this.records = new CsvRecords(range.file().open(hadoop, 0), reading.csv());
    this.header =
        reading.csv().header()
            ? header(records)
            : columns.declared().stream().map(Column::name).toList();
  }

  /** The names on the first line; none when the file is empty. */
  static List<String> header(CsvRecords records) throws IOException {
    List<String> names = new ArrayList<>();
    if (records.next()) {
      for (byte[] field : records.fields()) {
        String name = new String(field, StandardCharsets.UTF_8);
        names.add(name.startsWith(MARK) ? name.substring(1) : name);
      }
    }
    return names;
  }

  @Override
  public Item next() throws IOException {
    if (!records.next()) {
      return null;
    }
    try {
      return row();
    } catch (BrokenRow e) {
      byte[] raw = records.raw();
      return builder.reject(
          records.line(), records.offset(), e.getMessage(), Utf8.raw(raw, 0, raw.length));
    }
  }

  private Item row() throws BrokenRow, IOException {
    if (records.problem() != null) {
      throw new BrokenRow(records.problem());
    }
    List<byte[]> fields = records.fields();
    if (fields.size() != header.size()) {
      throw new BrokenRow(
          "%d fields where the header has %d".formatted(fields.size(), header.size()));
    }
    Object[] values = new Object[columns.declared().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = columns.declared().get(i);
      int at = header.indexOf(column.name());
      values[i] = at < 0 ? null : value(column, fields.get(at));
    }
    int idAt = header.indexOf(columns.idName());
    String id = idAt < 0 ? null : text(fields.get(idAt));
    return builder.row(id == null || id.isEmpty() ? null : id, values, records.offset());
  }

  private String text(byte[] field) throws BrokenRow, IOException {
    byte[] bytes = encoding.utf8(field, 0, field.length, builder);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Object value(Column column, byte[] field) throws BrokenRow, IOException {
    String text = text(field);
    boolean isText = column.type() == ColumnType.STRING || column.type() == ColumnType.JSON;
    if (text.isEmpty() && !isText) {
      return null;
    }
    try {
      return switch (column.type()) {
        case STRING, JSON -> text;
        case LONG -> Long.valueOf(text.strip());
        case DOUBLE -> Double.valueOf(text.strip());
        case BOOLEAN -> truth(text.strip(), column);
      };
    } catch (NumberFormatException e) {
      throw new BrokenRow(column.wrongType());
    }
  }

  private static Boolean truth(String text, Column column) throws BrokenRow {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BrokenRow(column.wrongType());
    };
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
