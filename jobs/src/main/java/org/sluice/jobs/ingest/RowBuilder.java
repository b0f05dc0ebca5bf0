package org.sluice.jobs.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;

/** Makes rows of the table documents, and rejects, out of what was read from one range. */
final class RowBuilder {
  /** Hex digits of an id made from a position: 96 bits, one clash in 10^10 rows at 10^-9. */
  private static final int ID_DIGITS = 24;

  private final Columns columns;
  private final FileRange range;
  private final String source;
  private final MessageDigest digest;
  private final int width;
  private String repair;

  RowBuilder(Columns columns, FileRange range, String source) {
    this.columns = columns;
    this.range = range;
    this.source = source;
    this.width = columns.schema().size();
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Notes, for the next row, that its text came in another encoding. */
  void repaired(String charset) {
    repair = charset.equals("UTF-8") ? null : "encoding " + charset;
  }

  /** What stands beside a row: a note of what was mended in it; null when nothing was. */
  Item.Aside beside(Item item) {
    String done = repair;
    repair = null;
    if (done == null || !(item instanceof Item.Kept kept)) {
      return null;
    }
    return new Item.Aside(Schemas.REPAIRS_TABLE, new Object[] {kept.values()[0], done, "ingest"});
  }

  /**
   * A row.
   *
   * @param id null when the row has none
   * @param declared values of the declared columns
   * @param position tells the rows of a file apart: byte offset, or number
   */
  Item.Kept row(String id, Object[] declared, long position) throws BrokenRow {
    for (int i = 0; i < declared.length; i++) {
      if (declared[i] == null && !columns.declared().get(i).nullable()) {
        throw new BrokenRow(columns.declared().get(i).missing());
      }
    }
    if (id == null && columns.idRequired()) {
      throw new BrokenRow("column " + columns.idName() + " is missing");
    }
    Object[] values = new Object[width];
    int at = 0;
    values[at++] = id == null ? idOf(position) : id;
    for (Object value : declared) {
      values[at++] = value instanceof String text ? wellFormed(text) : value;
    }
    if (columns.hasSource()) {
      values[at++] = source;
    }
    if (columns.hasSplit()) {
      values[at] = range.file().test() ? "test" : "train";
    }
    return new Item.Kept(values);
  }

  /** Half a surrogate pair, as an escape in JSON can make it, is no character in any encoding. */
  private String wellFormed(String text) {
    String mended = Surrogates.paired(text);
    if (!mended.equals(text)) {
      repair = repair == null ? "lone surrogates" : repair + ", lone surrogates";
    }
    return mended;
  }

  private String idOf(long position) {
    String key = source + '\0' + range.file().name() + '\0' + position;
    byte[] hash = digest.digest(key.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, ID_DIGITS / 2);
  }

  /**
   * A reject. Its last value, the start of the range, is for {@link LineNumbers}.
   *
   * @param line number of the line, from 1 where reading the range began; null in files without
   *     lines, as is the offset
   */
  Item.Aside reject(Long line, Long offset, String reason, String raw) {
    return new Item.Aside(
        Schemas.REJECTED,
        new Object[] {source, range.file().path(), line, offset, reason, raw, range.start()});
  }
}
